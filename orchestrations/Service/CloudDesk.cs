using System.Globalization;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>
/// What people and programs may ask the desk in the cloud, and what it answers; hosts only carry it. Reading needs the role
/// Reader, tightening Operator, loosening Principal.
/// </summary>
/// <param name="clock">For ages and waiting; decisions never look at it.</param>
public sealed class CloudDesk(
    IngestOptions options, string version, TickIngest ingest, SnapshotShelf snapshots, FeatureBook features, DecisionBook decisions,
    ControlBoard control, IWorkflows workflows, TimeProvider clock)
{
    private const int RowsMax = 1_000;
    private const int HoursMax = 24 * 31;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan OpinionWait = TimeSpan.FromSeconds(35);
    private static readonly TimeSpan OpinionPause = TimeSpan.FromMilliseconds(250);

    private Timestamp Now => Timestamp.From(clock.GetUtcNow());

    /// <summary><c>GET /features/{symbol}?tf=5m&amp;last=1</c>: the newest bars with their features, oldest first.</summary>
    public async Task<Answer> FeaturesAsync(Caller caller, string symbol, string? timeframe, string? last, CancellationToken cancellation)
    {
        if (Denied(caller, Authority.Reader) is { } denied) return denied;
        if (Find(symbol) is not { } known) return Unknown(symbol);
        if (!Timeframe.TryParse(timeframe ?? $"{options.Timeframes.Min()}", out Timeframe tf) || !options.Timeframes.Contains(tf))
            return Answer.Bad($"tf is '{timeframe}'; features are kept for {string.Join(", ", options.Timeframes)}.");
        if (!TryCount(last, 1, RowsMax, out int count))
            return Answer.Bad($"last is '{last}'; it lies between 1 and {RowsMax}.");
        if (await features.LatestAsync(known, tf, cancellation) is not { } latest) return Answer.NotFound($"No bar of {known} has closed on {tf} yet.");
        List<FeatureRow> rows = [];
        Timestamp from = new(latest.Bar.OpenTime.Nanoseconds - checked((count - 1) * tf.Nanoseconds));
        await foreach (FeatureRow row in features.ReadAsync(known, tf, from, latest.Bar.OpenTime, cancellation)) rows.Add(row);
        return Answer.Ok(rows);
    }

    /// <summary><c>POST /reason/{symbol}</c>: an opinion on the market as it is now. It is no decision: nothing is recorded or sent.</summary>
    public async Task<Answer> ReasonAsync(Caller caller, string symbol, CancellationToken cancellation)
    {
        if (Denied(caller, Authority.Operator) is { } denied) return denied;
        if (Find(symbol) is not { } known) return Unknown(symbol);
        if (await ingest.FreezeAsync(known, cancellation) is not { } snapshot) return Answer.NotFound($"Nothing is known of {known} yet.");
        string hash = await snapshots.PutAsync(snapshot, cancellation);
        string id = $"{DecisionWorkflow.Definition.Name}-opinion-{known}-{hash[..16]}";
        await workflows.StartAsync(
            DecisionWorkflow.Definition, id, new(DeliberationRequest.On(snapshot, hash, options.Settings.Deliberation), Executes: false), cancellation);
        long started = clock.GetTimestamp();
        while (clock.GetElapsedTime(started) < OpinionWait)
        {
            if (await workflows.FindResultAsync(DecisionWorkflow.Definition, id, cancellation) is { } receipt) return Answer.Ok(receipt);
            await Task.Delay(OpinionPause, clock, cancellation);
        }

        return Answer.Accepted(id);
    }

    /// <summary><c>GET /decisions/{symbol}?hours=24</c>: newest first.</summary>
    public async Task<Answer> DecisionsAsync(Caller caller, string symbol, string? hours, CancellationToken cancellation)
    {
        if (Denied(caller, Authority.Reader) is { } denied) return denied;
        if (Find(symbol) is not { } known) return Unknown(symbol);
        if (!TryCount(hours, 24, HoursMax, out int span)) return Answer.Bad($"hours is '{hours}'; it lies between 1 and {HoursMax}.");
        List<DecisionLine> lines = [.. await LinesAsync(known, TimeSpan.FromHours(span), cancellation)];
        lines.Reverse();
        return Answer.Ok(lines);
    }

    /// <summary><c>GET /status</c>.</summary>
    public async Task<Answer> StatusAsync(Caller caller, CancellationToken cancellation) =>
        Denied(caller, Authority.Reader) ?? Answer.Ok(await ReadStatusAsync(cancellation));

    /// <summary><c>GET /health</c>: for probes; anybody may ask.</summary>
    public async Task<Answer> HealthAsync(CancellationToken cancellation)
    {
        bool well = (await ReadStatusAsync(cancellation)).IsHealthy;
        return new(well ? 200 : 503, CloudJson.Write(new Health(well ? "healthy" : "unhealthy")));
    }

    /// <summary><c>POST /control/{command}</c>: pause, reduce-only, cancel-only, flatten, halt; and resume, which loosens.</summary>
    /// <param name="id">Names the command where it starts work: asking twice under one id does it once.</param>
    public async Task<Answer> ControlAsync(Caller caller, string command, string id, CancellationToken cancellation)
    {
        if (ParseCommand(command) is not { } wanted)
            return Answer.NotFound($"There is no command '{command}'; there are pause, reduce-only, cancel-only, flatten, halt and resume.");
        if (Denied(caller, wanted == DeskCommand.Resume ? Authority.Principal : Authority.Operator) is { } denied) return denied;
        string reason = $"{command} by {caller.Name}";
        switch (wanted)
        {
            case DeskCommand.Resume:
                return Answer.Ok(await control.LoosenAsync(new(TradingMode.Normal, reason, caller.Name, Now), caller.Authority, cancellation));
            case DeskCommand.Flatten or DeskCommand.Halt:
                // The mode first: whatever becomes of the workflow, nothing opens any more.
                await control.TightenAsync(new(TradingMode.ReduceOnly, reason, caller.Name, Now), cancellation);
                string instance = $"{FlattenWorkflow.Definition.Name}-{id}";
                await workflows.StartAsync(
                    FlattenWorkflow.Definition, instance, new(id, caller.Name, reason, wanted == DeskCommand.Halt), cancellation);
                return Answer.Accepted(instance);
            default:
                return Answer.Ok(await control.TightenAsync(new(ModeOf(wanted), reason, caller.Name, Now), cancellation));
        }
    }

    public async Task<CloudStatus> ReadStatusAsync(CancellationToken cancellation)
    {
        ControlState demanded = await control.ReadAsync(cancellation);
        EdgeReport? report = await control.ReadReportAsync(cancellation);
        Timestamp now = Now;
        return new(now, version, demanded, report, report is null ? null : (now - report.ReportedAt).TotalSeconds);
    }

    /// <summary>The last day in a few sentences.</summary>
    public async Task<string> SummariseDayAsync(CancellationToken cancellation)
    {
        CloudStatus status = await ReadStatusAsync(cancellation);
        List<string> sentences = [StatusText.Of(status)];
        foreach (Symbol symbol in options.Symbols)
        {
            IReadOnlyList<DecisionLine> lines = await LinesAsync(symbol, Day, cancellation);
            string counts = string.Join(", ", lines.GroupBy(l => l.Action).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key}"));
            sentences.Add(lines.Count == 0 ? $"{symbol}: no decision in 24 h." : $"{symbol}: {lines.Count} decisions in 24 h ({counts}).");
        }

        return string.Join('\n', sentences);
    }

    private async Task<IReadOnlyList<DecisionLine>> LinesAsync(Symbol symbol, TimeSpan span, CancellationToken cancellation)
    {
        List<DecisionLine> lines = [];
        Timestamp now = Now;
        await foreach (Decision d in decisions.ReadAsync(symbol, now + span.Negate(), now + Day, cancellation))
            lines.Add(new(d.Id, d.At, symbol, d.Action, d.Side, d.Confidence, d.Summary));
        return lines;
    }

    private Symbol? Find(string symbol)
    {
        foreach (Symbol known in options.Symbols)
            if (known.Value.Equals(symbol, StringComparison.OrdinalIgnoreCase)) return known;
        return null;
    }

    private Answer Unknown(string symbol) => Answer.NotFound($"'{symbol}' is not traded here; {string.Join(", ", options.Symbols)} are.");

    private static bool TryCount(string? text, int unsaid, int most, out int count)
    {
        count = unsaid;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count >= 1 && count <= most);
    }

    private static Answer? Denied(Caller caller, Authority needed) =>
        caller.Authority >= needed ? null : Answer.Forbidden($"{caller.Name} lacks the role {needed}.");

    private static DeskCommand? ParseCommand(string text) => text switch
    {
        "pause" => DeskCommand.Pause,
        "reduce-only" => DeskCommand.ReduceOnly,
        "cancel-only" => DeskCommand.CancelOnly,
        "flatten" => DeskCommand.Flatten,
        "halt" => DeskCommand.Halt,
        "resume" => DeskCommand.Resume,
        _ => null,
    };

    private static TradingMode ModeOf(DeskCommand command) => command switch
    {
        DeskCommand.Pause => TradingMode.Guarded,
        DeskCommand.ReduceOnly => TradingMode.ReduceOnly,
        DeskCommand.CancelOnly => TradingMode.CancelOnly,
        _ => TradingMode.Halted,
    };
}
