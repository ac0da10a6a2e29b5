namespace Parley.Edge;

/// <summary>The edge cannot go on; the message is one line for the user.</summary>
public sealed class EdgeException(string message) : Exception(message);
