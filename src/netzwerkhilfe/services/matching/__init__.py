"""What fits whom, with reasons; rules inform, people decide."""
