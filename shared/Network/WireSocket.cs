using System.Buffers;
using System.Net.WebSockets;

namespace Parley.Network;

/// <summary>
/// One WebSocket. Receives on its own, into blocks, and answers pings as it receives, whoever polls or does not; when all
/// its blocks wait to be polled it reads no further.
/// </summary>
internal sealed class WireSocket(
    long id, Uri address, HttpMessageInvoker invoker, Inbox inbox, BlockPool blocks, NetworkWireOptions options,
    TimeProvider clock, CountdownEvent running, Action stalled) : IDisposable
{
    // Short messages count as this long, which bounds how many a block holds.
    private const int MessageGrain = 32;

    // With less room than this left, the next message starts a block of its own.
    private const int RoomMin = 2_048;

    private readonly CancellationTokenSource cancellation = new(Timeout.InfiniteTimeSpan, clock);
    private readonly SemaphoreSlim credit = new(options.BlocksMax);
    private readonly Queue<(byte[]? Bytes, int Length)> unsent = new();
    private readonly ClientWebSocket socket = new();
    private volatile bool isOpen;
    private volatile string? fault;
    private bool isSending;
    private bool isEnded;

    public void Open()
    {
        running.AddCount();
        _ = RunAsync();
    }

    public void Say(ReadOnlySpan<byte> message)
    {
        if (!isOpen) return;
        byte[] copy = ArrayPool<byte>.Shared.Rent(message.Length);
        message.CopyTo(copy);
        Queue(copy, message.Length);
    }

    public void Close()
    {
        fault ??= "closed by us";
        if (!isOpen)
        {
            Cancel();
            return;
        }

        Queue(bytes: null, 0);
        lock (unsent)
            if (!isEnded) cancellation.CancelAfter(options.CloseTimeout);
    }

    public void Dispose() => Cancel();

    private void Cancel()
    {
        lock (unsent)
            if (!isEnded) cancellation.Cancel();
    }

    private void Queue(byte[]? bytes, int length)
    {
        lock (unsent)
        {
            if (isEnded) return;
            if (unsent.Count >= options.UnsentMax && bytes is not null)
            {
                fault ??= "it takes nothing any more";
                cancellation.Cancel();
                return;
            }

            unsent.Enqueue((bytes, length));
            if (isSending) return;
            isSending = true;
            running.AddCount();
        }

        _ = SendAsync();
    }

    private async Task SendAsync()
    {
        try
        {
            while (TryNext(out byte[]? bytes, out int length))
            {
                if (bytes is null)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation.Token);
                    continue;
                }

                await socket.SendAsync(bytes.AsMemory(0, length), WebSocketMessageType.Text, endOfMessage: true, cancellation.Token);
                ArrayPool<byte>.Shared.Return(bytes);
            }
        }
        catch (Exception e)
        {
            fault ??= LossReason.Of(e);
            Cancel();
        }
        finally
        {
            running.Signal();
        }
    }

    private bool TryNext(out byte[]? bytes, out int length)
    {
        lock (unsent)
        {
            (bytes, length) = (null, 0);
            isSending = !isEnded && unsent.Count > 0;
            if (isSending) (bytes, length) = unsent.Dequeue();
            return isSending;
        }
    }

    private async Task RunAsync()
    {
        string reason;
        try
        {
            await ConnectAsync();
            isOpen = true;
            inbox.Add(new(ArrivalKind.Open, id, null, 0, 0));
            reason = await ReceiveAsync();
        }
        catch (Exception e)
        {
            reason = fault ?? UpgradeRefusal() ?? LossReason.Of(e);
        }

        isOpen = false;
        lock (unsent) isEnded = true;
        socket.Dispose();
        cancellation.Dispose();
        inbox.Add(new(ArrivalKind.Closed, id, reason, 0, 0));
        running.Signal();
    }

    private async Task ConnectAsync()
    {
        socket.Options.KeepAliveInterval = options.PingInterval;
        socket.Options.KeepAliveTimeout = options.PingTimeout;
        socket.Options.CollectHttpResponseDetails = true;
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation.Token);
        try
        {
            await socket.ConnectAsync(address, invoker, either.Token);
        }
        catch (Exception) when (timeout.IsCancellationRequested)
        {
            fault ??= "no connection in time";
            throw;
        }
    }

    private string? UpgradeRefusal() =>
        (int)socket.HttpStatusCode is > 0 and not 101 and int status ? $"the venue answered {status}" : null;

    private async Task<string> ReceiveAsync()
    {
        Block block = await RentAsync(BlockPool.Usual);
        try
        {
            int start = 0;
            int used = 0;
            while (true)
            {
                ValueWebSocketReceiveResult received = await socket.ReceiveAsync(block.Bytes.AsMemory(used), cancellation.Token);
                if (received.MessageType == WebSocketMessageType.Close) return await AgreeToCloseAsync();
                used += received.Count;
                if (used - start > options.MessageMax) return $"a message is longer than {options.MessageMax} bytes";
                if (received.EndOfMessage)
                {
                    inbox.Add(new(ArrivalKind.Message, id, block, start, used - start));
                    start = used = Math.Max(used, start + MessageGrain);
                    if (block.Bytes.Length - used >= RoomMin) continue;
                    Spend(block);
                    block = await RentAsync(BlockPool.Usual);
                    start = used = 0;
                }
                else if (used == block.Bytes.Length)
                {
                    // The message goes on: take what there is of it to a block with room for twice as much.
                    Block next = await RentAsync((used - start) * 2);
                    block.Bytes.AsSpan(start, used - start).CopyTo(next.Bytes);
                    Spend(block);
                    block = next;
                    used -= start;
                    start = 0;
                }
            }
        }
        finally
        {
            Spend(block);
        }
    }

    private void Spend(Block block) => inbox.Add(new(ArrivalKind.Spent, id, block, 0, 0));

    private async ValueTask<Block> RentAsync(int size)
    {
        if (!credit.Wait(0))
        {
            stalled();
            await credit.WaitAsync(cancellation.Token);
        }

        return blocks.Rent(size, credit);
    }

    private async Task<string> AgreeToCloseAsync()
    {
        string reason = fault ?? (socket.CloseStatus is { } status ? $"closed by the venue ({(int)status})" : "closed by the venue");
        if (socket.State == WebSocketState.CloseReceived)
        {
            lock (unsent) cancellation.CancelAfter(options.CloseTimeout);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation.Token);
        }

        return reason;
    }
}
