"""What is printed: the only home of ReportLab. Documents read plain snapshots, never widgets."""
