"""The treasurer's pages, asked as a browser without JavaScript asks them."""
