"""Metrics for operators, as Prometheus reads them: requests counted by the web processes, and what the tables say."""
