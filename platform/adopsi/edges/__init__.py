"""The edge of every answer: headers, reports of the content policy, limits, metrics, and the well-known addresses."""
