using Parley.Domain;

namespace Parley.Venues.Simulated.Binance;

/// <summary>What becomes of a request.</summary>
public enum RequestFate
{
    /// <summary>Carried out and answered.</summary>
    Served,

    /// <summary>Never reaches the venue; the client hears nothing.</summary>
    LostBefore,

    /// <summary>Carried out; the answer is lost.</summary>
    LostAfter,

    /// <summary>Carried out, but answered with the error of <see cref="RequestFault"/>.</summary>
    ExecutedThenError,

    /// <summary>Not carried out and answered with the error of <see cref="RequestFault"/>.</summary>
    ErrorInstead,
}

/// <summary>The decision about one request.</summary>
/// <param name="Delay">From the venue's doing it to the answer's leaving.</param>
/// <param name="Status">HTTP status of the error.</param>
/// <param name="Code">Binance's error code; 0 sends the message as plain text.</param>
/// <param name="RetryAfter">Seconds announced with 429 and 418; 0 sends none.</param>
public readonly record struct RequestFault(
    RequestFate Fate, TimeSpan Delay, int Status = 0, int Code = 0, string Message = "", int RetryAfter = 0)
{
    public static RequestFault None => default;
}

/// <summary>The decision about one message of a stream.</summary>
/// <param name="Copies">How often it is sent; 0 loses it.</param>
/// <param name="Delay">Until it is sent; later messages without delay overtake it.</param>
public readonly record struct MessageFault(int Copies, TimeSpan Delay)
{
    public static MessageFault None => new(1, TimeSpan.Zero);
}

/// <summary>
/// Decides what goes wrong at the venue and on the way from it. Asked in the order in which things happen, from one thread;
/// the same questions must get the same answers for a run to be repeatable.
/// </summary>
public interface IVenueFaults
{
    /// <param name="isOrder">Whether the request places or cancels an order.</param>
    RequestFault OnRequest(Timestamp now, string path, bool isFutures, bool isOrder);

    /// <param name="isUserData">Whether the message is about the account, as opposed to the market.</param>
    MessageFault OnMessage(Timestamp now, bool isFutures, bool isUserData);

    /// <summary>How long lookups and lists stay without a new order.</summary>
    TimeSpan LookupLag(Timestamp now, bool isFutures);

    /// <summary>What the venue's clock shows more than the true time.</summary>
    TimeSpan ClockOffset(Timestamp now);

    /// <summary>Whether open sockets are to be closed at this moment; asked once a second of venue time and socket.</summary>
    bool CloseSocket(Timestamp now, bool isFutures);

    /// <summary>Status of a symbol on the wire; null leaves it trading.</summary>
    string? StatusOf(Timestamp now, Symbol symbol, bool isFutures);

    /// <summary>Grid and limits in force; the argument where nothing changes. Only ever stricter.</summary>
    Instrument Rules(Timestamp now, Instrument instrument);
}
