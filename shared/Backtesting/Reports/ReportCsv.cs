using System.Globalization;

namespace Parley.Backtesting;

/// <summary>Trades and equity as comma-separated text: exact numbers, ISO times in UTC, a header row.</summary>
public static class ReportCsv
{
    public static void WriteTrades(TextWriter writer, IEnumerable<ClosedTrade> trades)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(trades);
        writer.WriteLine(
            "side,entry_bar,entry_time,entry_price,exit_bar,exit_time,exit_price,quantity,gross_profit,fees,net_profit,"
            + "profit_percent,bars_held,exit_reason");
        foreach (ClosedTrade trade in trades)
        {
            string side = trade.Side == Side.Buy ? "long" : "short";
            string percent = (100.0 * trade.ProfitRatio).ToString("0.000000", CultureInfo.InvariantCulture);
            writer.Write($"{side},{trade.EntryBar},{trade.EntryTime},{Amount.Exact(trade.EntryPrice)},");
            writer.Write($"{trade.ExitBar},{trade.ExitTime},{Amount.Exact(trade.ExitPrice)},{trade.Quantity},");
            writer.Write($"{Amount.Exact(trade.GrossProfit)},{Amount.Exact(trade.Fees)},{Amount.Exact(trade.NetProfit)},");
            writer.WriteLine($"{percent},{trade.BarsHeld},{Quoted(trade.ExitReason)}");
        }
    }

    /// <summary>One row per point; drawdown is the share of the highest equity so far that is lost, in percent.</summary>
    public static void WriteEquity(TextWriter writer, TimeSeries equity, decimal startingBalance)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(equity);
        writer.WriteLine("time,equity,drawdown_percent");
        double[] underwater = EquityPath.Underwater(equity, (double)startingBalance);
        for (int i = 0; i < underwater.Length; i++)
        {
            string value = equity[i].ToString("0.########", CultureInfo.InvariantCulture);
            string depth = (100.0 * underwater[i]).ToString("0.0000", CultureInfo.InvariantCulture);
            writer.WriteLine($"{equity.Time(i)},{value},{depth}");
        }
    }

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
