"""What stands in front of every route. Pure ASGI: a layer costs microseconds, not a task for each request."""
