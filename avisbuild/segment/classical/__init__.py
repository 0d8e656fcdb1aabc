"""Masks without weights: superpixels, geodesic distances, grabCut."""
