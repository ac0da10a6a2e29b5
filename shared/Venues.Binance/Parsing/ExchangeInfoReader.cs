using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>Reads <c>exchangeInfo</c> of both products.</summary>
internal static class ExchangeInfoReader
{
    /// <param name="wanted">Symbols to keep; the full list has thousands.</param>
    public static ExchangeInfo Read(ReadOnlySpan<byte> body, BinanceProduct product, IReadOnlySet<Symbol> wanted) =>
        JsonCursor.Read(body, (ref JsonCursor cursor) =>
        {
            List<RateLimit> limits = [];
            List<SymbolRules> symbols = [];
            cursor.Object();
            while (cursor.Field())
            {
                if (cursor.Is("rateLimits"u8)) ReadLimits(ref cursor, limits);
                else if (cursor.Is("symbols"u8)) ReadSymbols(ref cursor, product, wanted, symbols);
                else cursor.Pass();
            }

            return new ExchangeInfo(limits, symbols);
        });

    private static void ReadLimits(ref JsonCursor cursor, List<RateLimit> limits)
    {
        cursor.Enter();
        cursor.Array();
        while (cursor.Element())
        {
            string kind = "", interval = "";
            int count = 0, limit = 0;
            cursor.Object();
            while (cursor.Field())
            {
                if (cursor.Is("rateLimitType"u8)) kind = cursor.Text();
                else if (cursor.Is("interval"u8)) interval = cursor.Text();
                else if (cursor.Is("intervalNum"u8)) count = cursor.Int();
                else if (cursor.Is("limit"u8)) limit = cursor.Int();
                else cursor.Pass();
            }

            TimeSpan unit = interval switch
            {
                "SECOND" => TimeSpan.FromSeconds(1),
                "MINUTE" => TimeSpan.FromMinutes(1),
                "HOUR" => TimeSpan.FromHours(1),
                "DAY" => TimeSpan.FromDays(1),
                _ => default,
            };
            // A limit in words not known here cannot be kept; the ones that can be are.
            if (unit > TimeSpan.Zero && count is > 0 and < 100_000 && limit > 0) limits.Add(new RateLimit(kind, unit * count, limit));
        }
    }

    private static void ReadSymbols(
        ref JsonCursor cursor, BinanceProduct product, IReadOnlySet<Symbol> wanted, List<SymbolRules> symbols)
    {
        cursor.Enter();
        cursor.Array();
        while (cursor.Element())
        {
            // The name may stand anywhere in its object: look for it first, then read or pass over the whole.
            JsonCursor ahead = cursor;
            if (wanted.Contains(new Symbol(NameIn(ref ahead)))) symbols.Add(ReadSymbol(ref cursor, product));
            else cursor.PassValue();
        }
    }

    private static string NameIn(ref JsonCursor cursor)
    {
        cursor.Object();
        while (cursor.Field())
        {
            if (cursor.Is("symbol"u8)) return cursor.Text();
            cursor.Pass();
        }

        return "";
    }

    private static SymbolRules ReadSymbol(ref JsonCursor cursor, BinanceProduct product)
    {
        string symbol = "", status = "", baseAsset = "", quoteAsset = "";
        List<string> types = [], modes = [];
        FilterSet filters = new();
        cursor.Object();
        while (cursor.Field())
        {
            if (cursor.Is("symbol"u8)) symbol = cursor.Text();
            else if (cursor.Is("status"u8)) status = cursor.Text();
            else if (cursor.Is("baseAsset"u8)) baseAsset = cursor.Text();
            else if (cursor.Is("quoteAsset"u8)) quoteAsset = cursor.Text();
            else if (cursor.Is("orderTypes"u8)) ReadWords(ref cursor, types);
            else if (cursor.Is("allowedSelfTradePreventionModes"u8)) ReadWords(ref cursor, modes);
            else if (cursor.Is("filters"u8)) ReadFilters(ref cursor, filters);
            else cursor.Pass();
        }

        bool futures = product == BinanceProduct.UsdFutures;
        Instrument instrument = new(
            new Symbol(symbol), baseAsset, quoteAsset, futures ? InstrumentKind.Perpetual : InstrumentKind.Spot,
            filters.Tick, filters.Lot.Step, filters.Lot.Min, filters.NotionalMin);
        return new SymbolRules(
            instrument, status, filters.PriceMin, filters.PriceMax, filters.Lot, filters.MarketLot, filters.NotionalMax,
            futures || filters.NotionalMinForMarket, filters.NotionalMaxForMarket, filters.Band, filters.MaxOrders,
            filters.MaxAlgoOrders, filters.MaxPosition, types, modes);
    }

    private static void ReadWords(ref JsonCursor cursor, List<string> words)
    {
        cursor.Enter();
        cursor.Array();
        while (cursor.Element()) words.Add(cursor.ElementText());
    }

    private static void ReadFilters(ref JsonCursor cursor, FilterSet filters)
    {
        cursor.Enter();
        cursor.Array();
        while (cursor.Element()) ReadFilter(ref cursor, filters);
    }

    private static void ReadFilter(ref JsonCursor cursor, FilterSet filters)
    {
        JsonCursor ahead = cursor;
        string kind = KindIn(ref ahead);
        cursor.Object();
        while (cursor.Field())
        {
            bool read = kind switch
            {
                "PRICE_FILTER" => filters.TakePrice(ref cursor),
                "LOT_SIZE" => filters.TakeLot(ref cursor),
                "MARKET_LOT_SIZE" => filters.TakeMarketLot(ref cursor),
                "MIN_NOTIONAL" or "NOTIONAL" => filters.TakeNotional(ref cursor),
                "PERCENT_PRICE" or "PERCENT_PRICE_BY_SIDE" => filters.TakeBand(ref cursor),
                "MAX_NUM_ORDERS" or "MAX_NUM_ALGO_ORDERS" => filters.TakeCount(ref cursor, kind == "MAX_NUM_ORDERS"),
                "MAX_POSITION" => filters.TakePosition(ref cursor),
                _ => false,
            };
            if (!read) cursor.Pass();
        }
    }

    private static string KindIn(ref JsonCursor cursor)
    {
        cursor.Object();
        while (cursor.Field())
        {
            if (cursor.Is("filterType"u8)) return cursor.Text();
            cursor.Pass();
        }

        return "";
    }

    /// <summary>The filters of one symbol as they are read. Each method takes the field at hand or says that it is none of its own.</summary>
    private sealed class FilterSet
    {
        private Quantity lotMin, lotMax, lotStep, marketMin, marketMax, marketStep;
        private decimal buyUp, buyDown, sellUp, sellDown;

        public Price Tick { get; private set; }

        public Price PriceMin { get; private set; }

        public Price PriceMax { get; private set; }

        public decimal NotionalMin { get; private set; }

        public decimal NotionalMax { get; private set; }

        public bool NotionalMinForMarket { get; private set; }

        public bool NotionalMaxForMarket { get; private set; }

        public int MaxOrders { get; private set; }

        public int MaxAlgoOrders { get; private set; }

        public decimal MaxPosition { get; private set; }

        public LotRule Lot => new(lotMin, lotMax, lotStep);

        public LotRule MarketLot => new(marketMin, marketMax, marketStep);

        public PriceBand Band => new(buyDown, buyUp, sellDown, sellUp);

        public bool TakePrice(ref JsonCursor cursor)
        {
            if (cursor.Is("tickSize"u8)) Tick = cursor.Price();
            else if (cursor.Is("minPrice"u8)) PriceMin = cursor.Price();
            else if (cursor.Is("maxPrice"u8)) PriceMax = cursor.Price();
            else return false;
            return true;
        }

        public bool TakeLot(ref JsonCursor cursor)
        {
            if (cursor.Is("minQty"u8)) lotMin = cursor.Quantity();
            else if (cursor.Is("maxQty"u8)) lotMax = cursor.Quantity();
            else if (cursor.Is("stepSize"u8)) lotStep = cursor.Quantity();
            else return false;
            return true;
        }

        public bool TakeMarketLot(ref JsonCursor cursor)
        {
            if (cursor.Is("minQty"u8)) marketMin = cursor.Quantity();
            else if (cursor.Is("maxQty"u8)) marketMax = cursor.Quantity();
            else if (cursor.Is("stepSize"u8)) marketStep = cursor.Quantity();
            else return false;
            return true;
        }

        public bool TakeNotional(ref JsonCursor cursor)
        {
            if (cursor.Is("minNotional"u8) || cursor.Is("notional"u8)) NotionalMin = cursor.Decimal();
            else if (cursor.Is("maxNotional"u8)) NotionalMax = cursor.Decimal();
            else if (cursor.Is("applyToMarket"u8) || cursor.Is("applyMinToMarket"u8)) NotionalMinForMarket = cursor.Bool();
            else if (cursor.Is("applyMaxToMarket"u8)) NotionalMaxForMarket = cursor.Bool();
            else return false;
            return true;
        }

        public bool TakeBand(ref JsonCursor cursor)
        {
            if (cursor.Is("multiplierUp"u8)) buyUp = sellUp = cursor.Decimal();
            else if (cursor.Is("multiplierDown"u8)) buyDown = sellDown = cursor.Decimal();
            else if (cursor.Is("bidMultiplierUp"u8)) buyUp = cursor.Decimal();
            else if (cursor.Is("bidMultiplierDown"u8)) buyDown = cursor.Decimal();
            else if (cursor.Is("askMultiplierUp"u8)) sellUp = cursor.Decimal();
            else if (cursor.Is("askMultiplierDown"u8)) sellDown = cursor.Decimal();
            else return false;
            return true;
        }

        public bool TakeCount(ref JsonCursor cursor, bool all)
        {
            if (!cursor.Is("limit"u8) && !cursor.Is("maxNumOrders"u8) && !cursor.Is("maxNumAlgoOrders"u8)) return false;
            int count = cursor.Int();
            if (all) MaxOrders = count;
            else MaxAlgoOrders = count;
            return true;
        }

        public bool TakePosition(ref JsonCursor cursor)
        {
            if (!cursor.Is("maxPosition"u8)) return false;
            MaxPosition = cursor.Decimal();
            return true;
        }
    }
}
