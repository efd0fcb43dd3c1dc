"""What each verb does: one plain function a verb, values in, a result out, nothing printed."""
