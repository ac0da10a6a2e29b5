using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>Reads the parts of account events; each starts at the name of its field.</summary>
internal static class AccountEvents
{
    /// <summary>The body of a futures <c>ACCOUNT_UPDATE</c>.</summary>
    public static AccountChange ReadChange(ref JsonCursor cursor)
    {
        string reason = "";
        List<AssetAmount> changes = [];
        List<AssetAmount> balances = [];
        List<Symbol> positions = [];
        cursor.Enter();
        cursor.Object();
        while (cursor.Field())
        {
            if (cursor.Is("m"u8)) reason = cursor.Text();
            else if (cursor.Is("B"u8)) ReadChanges(ref cursor, changes, balances);
            else if (cursor.Is("P"u8)) ReadNames(ref cursor, positions);
            else cursor.Pass();
        }

        return new AccountChange(reason, changes, positions, balances);
    }

    /// <summary>Free and locked together, by asset.</summary>
    public static List<AssetAmount> ReadSpotBalances(ref JsonCursor cursor)
    {
        List<AssetAmount> balances = [];
        cursor.Enter();
        cursor.Array();
        while (cursor.Element())
        {
            string asset = "";
            decimal free = 0, locked = 0;
            cursor.Object();
            while (cursor.Field())
            {
                if (cursor.Is("a"u8)) asset = cursor.Text();
                else if (cursor.Is("f"u8)) free = cursor.Decimal();
                else if (cursor.Is("l"u8)) locked = cursor.Decimal();
                else cursor.Pass();
            }

            balances.Add(new AssetAmount(asset, free + locked));
        }

        return balances;
    }

    public static string ReadSymbols(ref JsonCursor cursor)
    {
        List<Symbol> symbols = [];
        ReadNames(ref cursor, symbols);
        return string.Join(", ", symbols);
    }

    public static (Symbol Symbol, long OrderId, string Reason) ReadRefusal(ref JsonCursor cursor)
    {
        string symbol = "", reason = "";
        long order = 0;
        cursor.Enter();
        cursor.Object();
        while (cursor.Field())
        {
            if (cursor.Is("s"u8)) symbol = cursor.Text();
            else if (cursor.Is("i"u8)) order = cursor.Long();
            else if (cursor.Is("r"u8)) reason = cursor.Text();
            else cursor.Pass();
        }

        return (new Symbol(symbol), order, reason);
    }

    public static Symbol ReadConfigSymbol(ref JsonCursor cursor)
    {
        string symbol = "";
        cursor.Enter();
        cursor.Object();
        while (cursor.Field())
        {
            if (cursor.Is("s"u8)) symbol = cursor.Text();
            else cursor.Pass();
        }

        return new Symbol(symbol);
    }

    private static void ReadChanges(ref JsonCursor cursor, List<AssetAmount> changes, List<AssetAmount> balances)
    {
        cursor.Enter();
        cursor.Array();
        while (cursor.Element())
        {
            string asset = "";
            decimal change = 0;
            decimal? wallet = null;
            cursor.Object();
            while (cursor.Field())
            {
                if (cursor.Is("a"u8)) asset = cursor.Text();
                else if (cursor.Is("bc"u8)) change = cursor.Decimal();
                else if (cursor.Is("wb"u8)) wallet = cursor.Decimal();
                else cursor.Pass();
            }

            if (change != 0) changes.Add(new AssetAmount(asset, change));
            if (wallet is { } held) balances.Add(new AssetAmount(asset, held));
        }
    }

    private static void ReadNames(ref JsonCursor cursor, List<Symbol> symbols)
    {
        cursor.Enter();
        cursor.Array();
        while (cursor.Element())
        {
            cursor.Object();
            while (cursor.Field())
            {
                if (cursor.Is("s"u8)) symbols.Add(new Symbol(cursor.Text()));
                else cursor.Pass();
            }
        }
    }
}
