namespace Parley.Dashboard;

/// <summary>Something that just happened on the desk.</summary>
public abstract record DeskEvent
{
    private DeskEvent()
    {
    }

    /// <summary>A bar closed, or the forming one changed.</summary>
    public sealed record BarChanged(string Symbol, string Timeframe, BarDto Bar) : DeskEvent;

    public sealed record Filled(FillDto Fill) : DeskEvent;

    public sealed record EquityMarked(EquityDto Equity) : DeskEvent;

    /// <summary>A decision was made, or what is known of it changed: the trade it opened has closed.</summary>
    public sealed record Decided(DecisionSummaryDto Decision) : DeskEvent;

    /// <summary>The reader was too slow and missed <paramref name="Lost"/> events: fetch everything again.</summary>
    public sealed record Gap(long Lost) : DeskEvent;
}
