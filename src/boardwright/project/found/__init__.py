"""Boards as they are found: in files, folders, provisioning trees and Kubernetes manifests."""
