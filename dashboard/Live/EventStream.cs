using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Parley.Dashboard;

/// <summary>
/// The live stream (server-sent events): what happens, as it happens, and the whole desk whenever it changed, at most four
/// times a second. A browser that reads slowly holds up nobody but itself.
/// </summary>
internal sealed class EventStream(IDeskView view, TimeProvider time, CancellationToken stopping)
{
    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(250);

    /// <summary>After this many pulses with nothing new the stream says so: a quiet desk is not a dead one.</summary>
    private const int QuietPulsesMax = 8;

    /// <summary>
    /// After this many events the stream rests: a desk at full speed has better uses for the machine than telling a screen
    /// more than it can show. What queues up meanwhile is bounded by the subscription.
    /// </summary>
    private const int BurstMax = 64;

    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    public async Task Serve(HttpContext context)
    {
        // Without the host's own token an open page would hold up a shutdown.
        using CancellationTokenSource ended =
            CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        using EventWriter writer = new(context.Response.BodyWriter);
        Task events = WriteEvents(writer, ended.Token);
        Task pulses = WritePulses(writer, ended.Token);
        try
        {
            await Task.WhenAny(events, pulses);
            await ended.CancelAsync();
            await Task.WhenAll(events, pulses);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The browser left or the desk stops: the ordinary end of a stream.
        }
    }

    private async Task WriteEvents(EventWriter writer, CancellationToken cancellation)
    {
        int burst = 0;
        await foreach (DeskEvent happened in view.Subscribe(cancellation))
        {
            (string name, byte[] json) = Encode(happened);
            await writer.Write(name, json, cancellation);
            if (++burst < BurstMax) continue;
            await Task.Delay(Rest, time, cancellation);
            burst = 0;
        }
    }

    private async Task WritePulses(EventWriter writer, CancellationToken cancellation)
    {
        using PeriodicTimer pulse = new(Pulse, time);
        byte[] sent = [];
        int quiet = 0;
        do
        {
            byte[] now = JsonSerializer.SerializeToUtf8Bytes(view.Desk(), DeskJson.Default.DeskDto);
            if (!now.AsSpan().SequenceEqual(sent))
            {
                await writer.Write("desk", now, cancellation);
                sent = now;
                quiet = 0;
            }
            else if (++quiet == QuietPulsesMax)
            {
                await writer.Write("beat", "{}"u8.ToArray(), cancellation);
                quiet = 0;
            }
        }
        while (await pulse.WaitForNextTickAsync(cancellation));
    }

    private static (string Name, byte[] Json) Encode(DeskEvent happened) => happened switch
    {
        DeskEvent.BarChanged changed =>
            ("bar", JsonSerializer.SerializeToUtf8Bytes(BarUpdateDto.Of(changed), DeskJson.Default.BarUpdateDto)),
        DeskEvent.Filled(FillDto fill) =>
            ("fill", JsonSerializer.SerializeToUtf8Bytes(fill, DeskJson.Default.FillDto)),
        DeskEvent.EquityMarked(EquityDto equity) =>
            ("equity", JsonSerializer.SerializeToUtf8Bytes(equity, DeskJson.Default.EquityDto)),
        DeskEvent.Decided(DecisionSummaryDto decision) =>
            ("decision", JsonSerializer.SerializeToUtf8Bytes(decision, DeskJson.Default.DecisionSummaryDto)),
        DeskEvent.Gap(long lost) =>
            ("gap", JsonSerializer.SerializeToUtf8Bytes(new GapDto(lost), DeskJson.Default.GapDto)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
