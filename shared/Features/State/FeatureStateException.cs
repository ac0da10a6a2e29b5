namespace Parley.Features;

/// <summary>Saved feature state cannot be used; the message says why and what to do instead.</summary>
public sealed class FeatureStateException : Exception
{
    public FeatureStateException(string message) : base(message)
    {
    }

    public FeatureStateException(string message, Exception innerException) : base(message, innerException)
    {
    }

    public FeatureStateException()
    {
    }
}
