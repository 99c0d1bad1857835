"""What kyr costs and how well it does, measured beside other tools."""
