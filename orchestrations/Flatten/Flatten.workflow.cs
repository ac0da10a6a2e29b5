using Parley.Domain;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <param name="Id">Names the command; asking twice under one id flattens once.</param>
/// <param name="Halt">True also halts when everything is closed.</param>
public sealed record FlattenRequest(string Id, string By, string Reason, bool Halt);

/// <param name="Flat">True when the edge has reported neither position nor open entry since.</param>
public sealed record FlattenResult(bool Flat, string Summary);

/// <summary>Closes everything: tightens the mode first, so that nothing opens meanwhile, then watches until the edge is flat.</summary>
public static class FlattenWorkflow
{
    public static Workflow<FlattenRequest, FlattenResult> Definition { get; } = new(WorkNames.Flatten);

    public static Activity<ModeDemand, ControlState> Tighten { get; } = new(WorkNames.Tighten);

    /// <summary>The edge's newest report; null when it never made one.</summary>
    public static Activity<string, EdgeReport?> AskEdge { get; } = new(WorkNames.AskEdge);

    private static readonly TimeSpan Validity = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private const int Looks = 24;

    public static async Task<FlattenResult> RunAsync(IWorkflowContext context, FlattenRequest request)
    {
        Timestamp asked = context.Now;
        await context.CallAsync(Tighten, new(TradingMode.ReduceOnly, request.Reason, request.By, asked));
        DeskCommand command = request.Halt ? DeskCommand.Halt : DeskCommand.Flatten;
        await context.CallAsync(ExecutionWorkflow.Publish, new EdgeCommand(request.Id, command, request.By, asked, asked + Validity));
        EdgeReport? report = null;
        for (int look = 0; look < Looks; look++)
        {
            await context.DelayAsync(Pause, CancellationToken.None);
            report = await context.CallAsync(AskEdge, "");
            if (report is { IsFlat: true } && report.ReportedAt > asked)
                return new(true, $"Flat: equity {report.Equity}, reported at {report.ReportedAt}.");
        }

        string left = report is null
            ? "the edge never reported"
            : $"{report.Positions.Count} positions and {report.OpenOrders} orders were open at {report.ReportedAt}";
        await context.CallAsync(ExecutionWorkflow.Raise, new Alert(
            $"flatten-{request.Id}", AlertSeverity.Critical, context.Now, $"Flattening is not done after two minutes: {left}."));
        return new(false, $"Not flat after two minutes: {left}.");
    }
}
