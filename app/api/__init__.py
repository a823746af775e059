"""One file for each group of addresses. A route reads, asks the service and sends; it computes nothing."""
