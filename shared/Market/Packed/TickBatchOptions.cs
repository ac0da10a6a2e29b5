namespace Parley.Market;

/// <summary>How a batch's body is kept. The numbers are part of the encoding.</summary>
public enum TickCompression
{
    None = 0,

    /// <summary>Brotli (RFC 7932).</summary>
    Brotli = 1,
}

/// <summary>How <see cref="TickBatchWriter"/> packs.</summary>
public sealed record TickBatchOptions
{
    /// <summary>Lower bound of <see cref="BytesMax"/>: room for any event but a book's and news.</summary>
    public const int BytesMaxLeast = 1_024;

    /// <summary>Upper bound of <see cref="BytesMax"/>: what an event of Event Hubs may hold in its larger tiers.</summary>
    public const int BytesMaxMost = 1 << 20;

    /// <value>
    /// Largest batch in bytes, counted before compression, from 1 KiB to 1 MiB; 240 KiB by default, which with the
    /// stream's own overhead fits every tier of Event Hubs.
    /// </value>
    public int BytesMax { get; init; } = 240 * 1_024;

    /// <value>Brotli by default. A body that does not become smaller is kept as it is.</value>
    public TickCompression Compression { get; init; } = TickCompression.Brotli;
}
