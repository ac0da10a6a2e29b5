using System.Buffers.Binary;

namespace Parley.Market.Tests;

/// <summary>Writes, reads and bends batches.</summary>
internal static class Batches
{
    public static readonly TickBatchOptions Plain = new() { Compression = TickCompression.None };

    public static DrawnEvent[] Draw(int seed, int count)
    {
        DrawnEvents events = new(new Random(seed));
        return [.. Enumerable.Range(0, count).Select(_ => events.Draw())];
    }

    /// <summary>All events, taken whenever a batch is full and after those the caller chooses.</summary>
    public static List<byte[]> Pack(IEnumerable<DrawnEvent> events, TickBatchOptions? options = null, Func<bool>? cut = null)
    {
        List<byte[]> batches = [];
        TickBatchWriter writer = new(DrawnEvents.Instrument, epoch: 7, options: options);
        foreach (DrawnEvent send in events)
        {
            send(writer);
            if (cut?.Invoke() == true) Drain();
            while (writer.IsFull) batches.Add(writer.Take());
        }

        Drain();
        return batches;

        void Drain()
        {
            while (!writer.IsEmpty) batches.Add(writer.Take());
        }
    }

    public static List<string> Read(IEnumerable<byte[]> batches, TickPosition after = default)
    {
        ExactLog log = new();
        foreach (byte[] batch in batches)
        {
            int before = log.Lines.Count;
            int replayed = TickBatch.Replay(batch, after, log);
            replayed.ShouldBe(log.Lines.Count - before);
        }

        return log.Lines;
    }

    public static List<string> Log(IEnumerable<DrawnEvent> events)
    {
        ExactLog log = new();
        foreach (DrawnEvent send in events) send(log);
        return log.Lines;
    }

    /// <summary>Makes the checksum right again.</summary>
    public static byte[] Seal(byte[] batch)
    {
        if (batch.Length < sizeof(uint)) return batch;
        Crc32 checksum = Crc32.Start();
        checksum.Add(batch.AsSpan(0, batch.Length - sizeof(uint)));
        BinaryPrimitives.WriteUInt32LittleEndian(batch.AsSpan(batch.Length - sizeof(uint)), checksum.Value);
        return batch;
    }
}
