namespace Parley.Domain;

/// <summary>State cannot be saved, or saved state not be used. The message is one line: why, and what to do instead.</summary>
public sealed class StateException : Exception
{
    public StateException(string message) : base(message)
    {
    }

    public StateException(string message, Exception innerException) : base(message, innerException)
    {
    }

    public StateException()
    {
    }
}
