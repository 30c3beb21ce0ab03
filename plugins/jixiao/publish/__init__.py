"""Publishes a site as a whole: made beside the old one under a lock, then swapped in; a failure leaves the old one."""
