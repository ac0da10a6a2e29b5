using Parley.Domain;

namespace Parley.Orchestrations;

/// <summary>Reads the forecast funding rate out of one perpetual's mark prices.</summary>
public sealed class FundingFromMarks(Symbol symbol)
{
    /// <summary>Names the venue the marks come from: the one the instrument trades on.</summary>
    public const string Venue = "own";

    private static readonly TimeSpan EightHours = TimeSpan.FromHours(8);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private Timestamp _settlesAt;
    private TimeSpan _interval = EightHours;

    /// <returns>False when the mark tells of no settlement: a venue without funding, or an older one than before.</returns>
    public bool TryRead(in MarkPrice mark, out FundingRate rate)
    {
        rate = default;
        if (mark.NextFundingAt == default || mark.NextFundingAt < _settlesAt || !double.IsFinite(mark.FundingRate)) return false;
        Observe(mark.NextFundingAt);
        rate = new(symbol, Venue, mark.NextFundingAt, _interval, mark.FundingRate);
        return true;
    }

    internal void Sync(ref StateStream state)
    {
        state.Sync(ref _settlesAt);
        state.Sync(ref _interval);
    }

    // Eight hours until two settlements in a row show another interval. A longer step is a hole in the data.
    private void Observe(Timestamp settlesAt)
    {
        if (_settlesAt != default && settlesAt - _settlesAt is var step && step >= Hour && step <= EightHours) _interval = step;
        _settlesAt = settlesAt;
    }
}
