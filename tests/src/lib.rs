//! Black-box journeys, the checks over the whole registry, and the bench
