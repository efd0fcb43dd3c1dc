"""The objects that check rules receive, such as `BoardView`, `PanelView` and `QueryView`."""
