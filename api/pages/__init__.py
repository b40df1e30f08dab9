"""Pages: what people see in a browser, by who they are for."""
