using Parley.Domain;
using Parley.Ports;

namespace Parley.Market;

public enum MarketFileKind
{
    /// <summary>Bars of one symbol and timeframe.</summary>
    Candles,

    /// <summary>Trades of one symbol.</summary>
    Trades,

    /// <summary>Events of any kind as they were received, perhaps of several symbols.</summary>
    Recording,
}

/// <summary>A file of market data, opened and recognised.</summary>
public interface IMarketFile : IMarketSource
{
    MarketFileKind Kind { get; }

    /// <summary>The symbol of all events; null for a recording until its first event, and for one of several symbols.</summary>
    Symbol? Symbol { get; }

    /// <summary>Set for candles only.</summary>
    Timeframe? Timeframe { get; }

    /// <summary>Records that were understood but hold nothing for the desk: unknown event kinds, acknowledgements.</summary>
    long FramesSkipped { get; }

    /// <summary>Something the user should know that was no error: a torn tail. Null when there is nothing.</summary>
    string? Note { get; }
}
