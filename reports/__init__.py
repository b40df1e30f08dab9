"""What is printed: papers, tables and claims made from the figures."""
