"""The visa of a commune: recorded once, bound to the shape and to the layers that it was put on."""
