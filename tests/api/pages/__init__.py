"""The pages, through HTTP as browsers ask for them."""
