namespace Parley.Orchestrations;

/// <summary>A stored record or a message that is not what it should be; the message says which and why.</summary>
public sealed class RecordException : Exception
{
    public RecordException(string message) : base(message)
    {
    }

    public RecordException(string message, Exception inner) : base(message, inner)
    {
    }

    public RecordException()
    {
    }
}
