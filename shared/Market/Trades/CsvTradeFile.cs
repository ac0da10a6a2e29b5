using System.Text;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Market;

/// <summary>Trades or aggregate trades as comma-separated lines. They carry the venue's clock only, so both times are it.</summary>
internal sealed class CsvTradeFile : LineFile
{
    private readonly Symbol symbol;
    private readonly TradeColumns columns;
    private Timestamp latest;

    public CsvTradeFile(MarketInput input, TradeColumns columns, FileNameHints hints, MarketFileOptions options)
        : base(input, options.AllowTornTail)
    {
        this.columns = columns;
        symbol = hints.SymbolOr(options.Symbol);
    }

    public override MarketFileKind Kind => MarketFileKind.Trades;

    public override Symbol? Symbol => symbol;

    protected override bool IsRecord(ReadOnlySpan<byte> line) =>
        base.IsRecord(line) && !(LineNumber == 1 && columns.HasHeader);

    protected override void Read(ReadOnlySpan<byte> line, IMarketSink sink)
    {
        (long id, long price, long quantity) = (0, 0, 0);
        Timestamp time = default;
        bool buyerIsMaker = false;
        var at = new ByteCursor(line);
        for (int i = 0; i < columns.Meanings.Length; i++)
        {
            TradeColumn column = columns.Meanings[i];
            if (i > 0 && !at.Take((byte)',')) throw Error($"column {column.Name} is missing: {Excerpt.Of(line)}");
            at.TakeField(out ReadOnlySpan<byte> text);
            bool read = column.Role switch
            {
                TradeRole.Id => TryInteger(text, out id),
                TradeRole.Price => FixedPoint.TryParse(text, out price) && price > 0,
                TradeRole.Quantity => FixedPoint.TryParse(text, out quantity) && quantity > 0,
                TradeRole.Time => TryInteger(text, out long stamp) && EpochStamp.TryRead(stamp, out time),
                TradeRole.BuyerIsMaker => TryTruth(text, out buyerIsMaker),
                _ => true,
            };
            if (!read) throw Error($"column {column.Name}: {Excerpt.Of(text)} is not {Expected(column.Role)}");
        }

        if (!at.AtEnd) throw Error($"more than {columns.Meanings.Length} columns: {Excerpt.Of(line)}");
        RequireForward(time);
        sink.OnTrade(new Trade(
            symbol, id, time, time, Price.FromRaw(price), Quantity.FromRaw(quantity),
            buyerIsMaker ? Side.Sell : Side.Buy, TradeOrigin.Market));
    }

    private void RequireForward(Timestamp time)
    {
        if (latest != default && latest - time > TimeSpan.FromSeconds(1))
            throw Error($"time goes backwards: a trade of {time} comes after one of {latest}");
        latest = Timestamp.Max(latest, time);
    }

    private static bool TryInteger(ReadOnlySpan<byte> text, out long value)
    {
        var at = new ByteCursor(text);
        return at.TakeInteger(out value) && at.AtEnd;
    }

    private static bool TryTruth(ReadOnlySpan<byte> text, out bool value)
    {
        value = text is [(byte)'1'] || Ascii.EqualsIgnoreCase(text, "true"u8);
        return value || text is [(byte)'0'] || Ascii.EqualsIgnoreCase(text, "false"u8);
    }

    private static string Expected(TradeRole role) => role switch
    {
        TradeRole.Id => "a whole number",
        TradeRole.Time => "a moment between 2009 and 2100",
        TradeRole.BuyerIsMaker => "true or false",
        _ => "a positive number",
    };
}
