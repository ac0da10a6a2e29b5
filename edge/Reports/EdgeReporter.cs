using Parley.Domain;
using Parley.Orchestrations;

namespace Parley.Edge;

/// <summary>
/// Tells the cloud how the desk stands, and the desk what the cloud demands of it. A stricter mode holds at once; a looser
/// one can only have been written by somebody who may, and is passed on as such.
/// </summary>
/// <param name="look">The desk's newest sight; null before the first.</param>
/// <param name="command">Reaches the desk; safe from any thread.</param>
/// <param name="replaced">A younger edge has reported: this one must stop.</param>
public sealed class EdgeReporter(
    ControlBoard board, Func<DeskSight?> look, long epoch, TimeSpan interval, Action<DeskCommand, string> command, Action<string> replaced,
    TimeProvider clock, Action<string> note)
{
    private ControlState demanded = ControlState.Initial;
    private bool failing;

    /// <summary>When the last report was kept, by the monotonic clock; 0 before the first.</summary>
    public long ReportedAt { get; private set; }

    /// <summary>Takes over what is demanded at the start. The desk must not run before.</summary>
    public async Task BeginAsync(CancellationToken cancellation) => Obey(await board.ReadAsync(cancellation), isFirst: true);

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(interval, clock, cancellation);
            try
            {
                Obey(await board.ReadAsync(cancellation), isFirst: false);
                await ReportAsync(cancellation);
                if (failing) note("Reports are written again.");
                failing = false;
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                if (!failing) note($"The report cannot be written ({e.Message}); trying again.");
                failing = true;
            }
        }
    }

    public async Task ReportAsync(CancellationToken cancellation)
    {
        if (look() is not { } sight) return;
        if (await board.ReportAsync(sight.Report(epoch), cancellation)) ReportedAt = clock.GetTimestamp();
        else replaced("A younger edge has reported; this one stops.");
    }

    private void Obey(ControlState state, bool isFirst)
    {
        if (state == demanded) return;
        // Only a human's word makes it looser, or says again what held already.
        bool loosened = !isFirst && state.Mode <= demanded.Mode;
        demanded = state;
        if (loosened) command(DeskCommand.Resume, $"by {state.By}");
        if (Tightening(state.Mode) is { } tighter) command(tighter, $"by {state.By}: {state.Reason}");
    }

    private static DeskCommand? Tightening(TradingMode mode) => mode switch
    {
        TradingMode.Normal => null,
        TradingMode.Guarded => DeskCommand.Pause,
        TradingMode.ReduceOnly => DeskCommand.ReduceOnly,
        TradingMode.CancelOnly => DeskCommand.CancelOnly,
        _ => DeskCommand.Halt,
    };
}
