using Parley.Dashboard;
using Parley.Domain;
using Parley.Orchestrations;
using Parley.Risk;

namespace Parley.Cli.Hosting;

/// <summary>Turns the desk's account of itself into what the page shows.</summary>
internal static class DeskMapping
{
    /// <param name="status">Null until the desk has seen its first event.</param>
    public static DeskDto Of(DeskDescription description, DeskStatus? status, long frames, bool finished)
    {
        DeskCounters counters = status?.Counters ?? default;
        return new(
            description.Name,
            description.Profile,
            description.Symbols,
            status?.Mode ?? TradingMode.Normal,
            status?.ModeReason ?? "",
            (status?.Now ?? default).ToDateTimeOffset(),
            (status?.StartedAt ?? default).ToDateTimeOffset(),
            finished,
            description.Speed,
            description.Source,
            description.Timeframes,
            AccountOf(description, status),
            new((double)description.Limits.DailyLossMax, (double)description.Limits.WeeklyLossMax,
                (double)description.Limits.DrawdownMax, (double)description.Limits.LeverageMax),
            [.. (status?.Positions ?? []).Select(p =>
                new PositionDto(p.Symbol.Value, p.Quantity.Value, p.AverageEntry, p.Mark.Value, p.Unrealised, p.Stop?.Value))],
            [.. (status?.OpenOrders ?? []).Select(DecisionMapping.OpenOrderOf)],
            new(frames, counters.Bars, counters.Decisions, counters.Orders, counters.Fills, counters.Refusals, counters.DataIssues),
            Feeds(description, status));
    }

    private static AccountDto AccountOf(DeskDescription description, DeskStatus? status)
    {
        if (status is null)
        {
            decimal start = description.StartingBalance;
            return new(start, start, start, 0, 0, 0, 0, start, 0, 0, 0);
        }

        LadderState ladder = LossLadder.Assess(status.Account, description.Limits);
        return new(
            status.Account.Equity, status.Account.Cash, description.StartingBalance, status.Realised, status.Unrealised,
            status.Fees, status.Funding, status.Account.EquityPeak,
            (double)ladder.Drawdown, (double)ladder.DailyLoss, (double)ladder.WeeklyLoss);
    }

    private static IReadOnlyList<FeedDto> Feeds(DeskDescription description, DeskStatus? status)
    {
        if (status is null) return [];
        List<FeedDto> feeds = [];
        foreach (string symbol in description.Symbols)
        {
            DataIssue? issue = status.ActiveIssues.FirstOrDefault(i => i.Symbol.Value == symbol);
            feeds.Add(new(issue is null ? symbol : $"{symbol}: {issue.Detail}", 0, issue?.Kind switch
            {
                null => FeedState.Ok,
                DataIssueKind.Mute => FeedState.Mute,
                DataIssueKind.BookChainBroken => FeedState.Broken,
                _ => FeedState.Stale,
            }));
        }

        return feeds;
    }
}
