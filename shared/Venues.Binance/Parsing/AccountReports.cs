using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>The venue's words about why not.</summary>
internal readonly record struct VenueError(int Code, string Message)
{
    /// <summary>The error in a body; code 0 and no words where there is none.</summary>
    public static VenueError In(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonCursor.Read(body, ReadOne);
        }
        catch (BinanceFormatException)
        {
            return new VenueError(0, "");
        }
    }

    internal static VenueError ReadOne(ref JsonCursor cursor)
    {
        int code = 0;
        string message = "";
        cursor.Object();
        while (cursor.Field())
        {
            if (cursor.Is("code"u8)) code = cursor.Int();
            else if (cursor.Is("msg"u8)) message = cursor.Text();
            else cursor.Pass();
        }

        return new VenueError(code, message);
    }
}

/// <summary>One symbol's position on futures.</summary>
internal readonly record struct PositionReport(Symbol Symbol, Quantity Quantity, string Side);

/// <summary>One asset of a spot account.</summary>
internal readonly record struct BalanceReport(string Asset, decimal Free, decimal Locked);

/// <summary>A spot account.</summary>
internal sealed record AccountReport(bool CanTrade, IReadOnlyList<BalanceReport> Balances);

/// <summary>Settings of one instrument on futures.</summary>
internal readonly record struct SymbolConfig(Symbol Symbol, string MarginType, int Leverage);

/// <summary>What a key may do beyond trading.</summary>
internal readonly record struct KeyRights(bool Withdraw, bool TransferInside, bool TransferAnywhere)
{
    public bool MovesMoney => Withdraw || TransferInside || TransferAnywhere;
}

/// <summary>Money that came or went.</summary>
internal readonly record struct IncomeReport(Symbol Symbol, string Kind, decimal Amount, string Asset, long TimeMs);

/// <summary>Readers of the answers about the account.</summary>
internal static class AccountReports
{
    public static long ServerTime(ReadOnlySpan<byte> body) => JsonCursor.Read(body, static (ref JsonCursor cursor) =>
    {
        long time = 0;
        cursor.Object();
        while (cursor.Field())
        {
            if (cursor.Is("serverTime"u8)) time = cursor.Long();
            else cursor.Pass();
        }

        return time > 0 ? time : throw new BinanceFormatException("Not the JSON expected: a server time expected.");
    });

    public static string ListenKey(ReadOnlySpan<byte> body) => JsonCursor.Read(body, static (ref JsonCursor cursor) =>
    {
        string key = "";
        cursor.Object();
        while (cursor.Field())
        {
            if (cursor.Is("listenKey"u8)) key = cursor.Text();
            else cursor.Pass();
        }

        return key.Length > 0 && key.All(char.IsAsciiLetterOrDigit)
            ? key
            : throw new BinanceFormatException("Not the JSON expected: a listen key expected.");
    });

    public static List<PositionReport> Positions(ReadOnlySpan<byte> body) => JsonCursor.Read(body, static (ref JsonCursor cursor) =>
    {
        List<PositionReport> positions = [];
        cursor.Array();
        while (cursor.Element())
        {
            string symbol = "", side = "";
            Quantity quantity = default;
            cursor.Object();
            while (cursor.Field())
            {
                if (cursor.Is("symbol"u8)) symbol = cursor.Text();
                else if (cursor.Is("positionAmt"u8)) quantity = cursor.Quantity();
                else if (cursor.Is("positionSide"u8)) side = cursor.Text();
                else cursor.Pass();
            }

            positions.Add(new PositionReport(new Symbol(symbol), quantity, side));
        }

        return positions;
    });

    /// <summary>Wallet balances of a futures account, by asset.</summary>
    public static List<AssetAmount> Balances(ReadOnlySpan<byte> body) => JsonCursor.Read(body, static (ref JsonCursor cursor) =>
    {
        List<AssetAmount> balances = [];
        cursor.Array();
        while (cursor.Element())
        {
            string asset = "";
            decimal balance = 0;
            cursor.Object();
            while (cursor.Field())
            {
                if (cursor.Is("asset"u8)) asset = cursor.Text();
                else if (cursor.Is("balance"u8)) balance = cursor.Decimal();
                else cursor.Pass();
            }

            balances.Add(new AssetAmount(asset, balance));
        }

        return balances;
    });

    public static AccountReport Account(ReadOnlySpan<byte> body) => JsonCursor.Read(body, static (ref JsonCursor cursor) =>
    {
        bool canTrade = false;
        List<BalanceReport> balances = [];
        cursor.Object();
        while (cursor.Field())
        {
            if (cursor.Is("canTrade"u8)) canTrade = cursor.Bool();
            else if (cursor.Is("balances"u8)) ReadBalances(ref cursor, balances);
            else cursor.Pass();
        }

        return new AccountReport(canTrade, balances);
    });

    /// <summary>Whether a futures account keeps long and short positions apart; in either of the answers that say so.</summary>
    public static bool IsHedged(ReadOnlySpan<byte> body) => JsonCursor.Read(body, static (ref JsonCursor cursor) =>
    {
        bool? hedged = null;
        cursor.Object();
        while (cursor.Field())
        {
            if (cursor.Is("dualSidePosition"u8)) hedged = cursor.Bool();
            else cursor.Pass();
        }

        return hedged ?? throw new BinanceFormatException("Not the JSON expected: a position mode expected.");
    });

    public static List<SymbolConfig> SymbolConfigs(ReadOnlySpan<byte> body) => JsonCursor.Read(body, static (ref JsonCursor cursor) =>
    {
        List<SymbolConfig> configs = [];
        cursor.Array();
        while (cursor.Element())
        {
            string symbol = "", margin = "";
            int leverage = 0;
            cursor.Object();
            while (cursor.Field())
            {
                if (cursor.Is("symbol"u8)) symbol = cursor.Text();
                else if (cursor.Is("marginType"u8)) margin = cursor.Text();
                else if (cursor.Is("leverage"u8)) leverage = cursor.Int();
                else cursor.Pass();
            }

            configs.Add(new SymbolConfig(new Symbol(symbol), margin, leverage));
        }

        return configs;
    });

    /// <summary>Whether a futures account may trade.</summary>
    public static bool MayTrade(ReadOnlySpan<byte> body) => JsonCursor.Read(body, static (ref JsonCursor cursor) =>
    {
        bool? may = null;
        cursor.Object();
        while (cursor.Field())
        {
            if (cursor.Is("canTrade"u8)) may = cursor.Bool();
            else cursor.Pass();
        }

        return may ?? throw new BinanceFormatException("Not the JSON expected: the rights of an account expected.");
    });

    /// <summary>Margin tables by instrument, each with the smallest notional first.</summary>
    public static List<(Symbol Symbol, IReadOnlyList<LeverageBracket> Table)> Brackets(ReadOnlySpan<byte> body) =>
        JsonCursor.Read(body, static (ref JsonCursor cursor) =>
        {
            List<(Symbol, IReadOnlyList<LeverageBracket>)> tables = [];
            cursor.Array();
            while (cursor.Element())
            {
                string symbol = "";
                List<LeverageBracket> table = [];
                cursor.Object();
                while (cursor.Field())
                {
                    if (cursor.Is("symbol"u8)) symbol = cursor.Text();
                    else if (cursor.Is("brackets"u8)) ReadBrackets(ref cursor, table);
                    else cursor.Pass();
                }

                tables.Add((new Symbol(symbol), [.. table.OrderBy(bracket => bracket.NotionalMax)]));
            }

            return tables;
        });

    public static KeyRights Rights(ReadOnlySpan<byte> body) => JsonCursor.Read(body, static (ref JsonCursor cursor) =>
    {
        bool? withdraw = null;
        bool inside = false, anywhere = false;
        cursor.Object();
        while (cursor.Field())
        {
            if (cursor.Is("enableWithdrawals"u8)) withdraw = cursor.Bool();
            else if (cursor.Is("enableInternalTransfer"u8)) inside = cursor.Bool();
            else if (cursor.Is("permitsUniversalTransfer"u8)) anywhere = cursor.Bool();
            else cursor.Pass();
        }

        return new KeyRights(
            withdraw ?? throw new BinanceFormatException("Not the JSON expected: a key's rights expected."), inside, anywhere);
    });

    public static List<IncomeReport> Incomes(ReadOnlySpan<byte> body) => JsonCursor.Read(body, static (ref JsonCursor cursor) =>
    {
        List<IncomeReport> incomes = [];
        cursor.Array();
        while (cursor.Element())
        {
            string symbol = "", kind = "", asset = "";
            decimal amount = 0;
            long time = 0;
            cursor.Object();
            while (cursor.Field())
            {
                if (cursor.Is("symbol"u8)) symbol = cursor.Text();
                else if (cursor.Is("incomeType"u8)) kind = cursor.Text();
                else if (cursor.Is("income"u8)) amount = cursor.Decimal();
                else if (cursor.Is("asset"u8)) asset = cursor.Text();
                else if (cursor.Is("time"u8)) time = cursor.Long();
                else cursor.Pass();
            }

            incomes.Add(new IncomeReport(new Symbol(symbol), kind, amount, asset, time));
        }

        return incomes;
    });

    private static void ReadBrackets(ref JsonCursor cursor, List<LeverageBracket> table)
    {
        cursor.Enter();
        cursor.Array();
        while (cursor.Element())
        {
            decimal cap = 0, maintenance = 0;
            int leverage = 0;
            cursor.Object();
            while (cursor.Field())
            {
                if (cursor.Is("notionalCap"u8)) cap = cursor.Decimal();
                else if (cursor.Is("maintMarginRatio"u8)) maintenance = cursor.Decimal();
                else if (cursor.Is("initialLeverage"u8)) leverage = cursor.Int();
                else cursor.Pass();
            }

            table.Add(new LeverageBracket(cap, maintenance, leverage));
        }
    }

    private static void ReadBalances(ref JsonCursor cursor, List<BalanceReport> balances)
    {
        cursor.Enter();
        cursor.Array();
        while (cursor.Element())
        {
            string asset = "";
            decimal free = 0, locked = 0;
            cursor.Object();
            while (cursor.Field())
            {
                if (cursor.Is("asset"u8)) asset = cursor.Text();
                else if (cursor.Is("free"u8)) free = cursor.Decimal();
                else if (cursor.Is("locked"u8)) locked = cursor.Decimal();
                else cursor.Pass();
            }

            balances.Add(new BalanceReport(asset, free, locked));
        }
    }
}
