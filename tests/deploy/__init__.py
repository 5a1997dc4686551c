"""What deploy/ says, checked without a cluster: against Kubernetes' own types, our settings and our promises."""
