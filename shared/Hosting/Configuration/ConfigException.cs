namespace Parley.Hosting;

/// <summary>A configuration that cannot be used. The message is for the user: where, what, and what would be right.</summary>
public sealed class ConfigException(string message) : Exception(message);
