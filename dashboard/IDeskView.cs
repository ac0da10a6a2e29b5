namespace Parley.Dashboard;

/// <summary>
/// What the page may see of a desk, and the few things it may ask for. Called from request threads while the desk runs:
/// implementations hand out copies and never make the desk wait.
/// </summary>
public interface IDeskView
{
    /// <summary>The whole picture right now. Called up to four times a second for every open page, so keep it cheap.</summary>
    DeskDto Desk();

    /// <summary>The latest bars, oldest first, the forming one last if the desk knows it; empty for a symbol or timeframe it does not keep.</summary>
    IReadOnlyList<BarDto> Bars(string symbol, string timeframe, int limit);

    /// <summary>What every feature is; the same for as long as the desk runs.</summary>
    IReadOnlyList<CatalogueEntryDto> Catalogue();

    /// <summary>Bar features at the latest closes, oldest first; empty for a symbol or timeframe it does not keep.</summary>
    /// <param name="names">Of the catalogue, of the kind <see cref="FeatureKind.Bars"/>, each once.</param>
    FeatureSeriesDto Features(string symbol, string timeframe, IReadOnlyList<string> names, int limit);

    /// <summary>The latest fills, oldest first.</summary>
    IReadOnlyList<FillDto> Fills(int limit);

    /// <summary>The equity curve, oldest first; the page gets at most <see cref="EquityCurve.PointsMax"/> points of it.</summary>
    IReadOnlyList<EquityDto> Equity();

    /// <summary>Decisions, newest first.</summary>
    /// <param name="before">Only decisions older than the one with this id; null starts at the newest.</param>
    IReadOnlyList<DecisionSummaryDto> Decisions(int limit, string? before);

    /// <summary>One decision with everything it rests on; null when the desk has no decision of this name.</summary>
    DecisionDto? Decision(string id);

    /// <summary>What every metric stands at. Asked for every two seconds by every page that shows it.</summary>
    MetricsDto Metrics();

    /// <summary>The same for a collector: text exposition, version 0.0.4.</summary>
    string MetricsText();

    /// <summary>
    /// What happens from now on, until the token is cancelled. A reader that falls behind loses the oldest events and is
    /// told so by a <see cref="DeskEvent.Gap"/>; <see cref="DeskBroadcast"/> does this.
    /// </summary>
    IAsyncEnumerable<DeskEvent> Subscribe(CancellationToken cancellation);

    /// <summary>Asks the desk to change what it may do. Returns once the desk has taken or refused the request.</summary>
    ControlResult Control(ControlAction action);
}

/// <summary>What a person may ask of a running desk.</summary>
public enum ControlAction
{
    /// <summary>No new risk; open positions and their stops stay.</summary>
    Pause,

    /// <summary>Back to normal: the only action that loosens.</summary>
    Resume,

    /// <summary>Nothing but reducing and cancelling.</summary>
    ReduceOnly,

    /// <summary>Close every position, then only reduce.</summary>
    Flatten,

    /// <summary>Nothing leaves any more.</summary>
    Halt,
}

/// <param name="Accepted">False: nothing changed, and <paramref name="Message"/> says why.</param>
/// <param name="Message">One sentence for people.</param>
public sealed record ControlResult(bool Accepted, string Message);
