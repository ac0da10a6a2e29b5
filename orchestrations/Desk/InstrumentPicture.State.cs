using Parley.Domain;

namespace Parley.Orchestrations;

internal sealed partial class InstrumentPicture
{
    /// <summary>Raised whenever the meaning of the saved bytes changes; features have a version of their own.</summary>
    public const int StateVersion = 1;

    private const int NameMax = 1 << 16;
    private const int NewsTextMax = 1 << 20;
    private static readonly StateEnvelope Envelope = new(kind: 0x4350_5246, StateVersion, "picture of a market"); // "FRPC"
    private static readonly NewsItem NoNews = new("", default, default, "", "", new Symbol(""), null);

    /// <summary>Saves the whole: the same events after <see cref="Restore"/> show the same, bit for bit.</summary>
    /// <exception cref="StateException">A rule strategy is at work, which keeps state of its own.</exception>
    public byte[] Save()
    {
        StateStream measure = StateStream.Measuring();
        Sync(ref measure);
        byte[] state = new byte[StateEnvelope.Size + measure.Position];
        StateStream writer = StateStream.Writing(StateEnvelope.Content(state));
        Sync(ref writer);
        Envelope.Seal(state);
        return state;
    }

    /// <summary>Goes on where the saved picture stopped; what was known here before is lost. Reports no bars and no issues.</summary>
    /// <exception cref="StateException">
    /// The state is damaged, of another version, symbol or way of looking at the market, or this picture has a rule
    /// strategy. The picture is then of no use.
    /// </exception>
    public void Restore(ReadOnlySpan<byte> state)
    {
        StateStream reader = StateStream.Reading(Envelope.Open(state));
        Sync(ref reader);
        reader.RequireEnd();
    }

    private void Sync(ref StateStream state)
    {
        if (_rule is not null)
            throw new StateException($"The picture of {Instrument.Symbol} can be neither saved nor restored: its rule strategy keeps state of its own.");
        SyncIdentity(ref state);
        bool bookSeen = BookSeen;
        Price lastPrice = LastPrice;
        state.Sync(ref bookSeen);
        state.Sync(ref lastPrice);
        (BookSeen, LastPrice) = (bookSeen, lastPrice);
        state.Sync(ref _breaks);
        // The trigger bar itself is for rule strategies only.
        state.Sync(ref _triggered);
        Book.Sync(ref state);
        _bars.Sync(ref state);
        _quality.Sync(ref state, Book);
        _funding.Sync(ref state);
        _volume.Sync(ref state);
        state.Sync(_news, NewsKept, SyncNews);
        _features.Sync(ref state);
    }

    private void SyncIdentity(ref StateStream state)
    {
        string own = $"{Instrument.Symbol} on {string.Join(", ", _features.Timeframes)}, decided on {_options.Trigger}, "
            + $"{_options.BookLevels} book levels, compared with {(_features.References.Count == 0 ? "none" : string.Join(", ", _features.References))}";
        string saved = own;
        state.Sync(ref saved, NameMax);
        if (saved != own) throw new StateException($"The saved picture is of {saved}; this one is of {own}.");
    }

    private static void SyncNews(ref StateStream state, ref NewsItem item)
    {
        (string id, Timestamp publishedAt, Timestamp ingestedAt, string source, string headline, Symbol symbol, double? sentiment) =
            state.IsReading ? NoNews : item;
        state.Sync(ref id, NewsTextMax);
        state.Sync(ref publishedAt);
        state.Sync(ref ingestedAt);
        state.Sync(ref source, NewsTextMax);
        state.Sync(ref headline, NewsTextMax);
        state.Sync(ref symbol);
        state.Sync(ref sentiment);
        item = new(id, publishedAt, ingestedAt, source, headline, symbol, sentiment);
    }
}
