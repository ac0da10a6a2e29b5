using System.Text;
using Parley.Domain;

namespace Parley.Venues.Binance.Tests;

/// <summary>The samples of what the adapter uses are read; the others are named in the output.</summary>
public class SampleTests(ITestOutputHelper output)
{
    /// <summary>Every answer the adapter reads, by the request it answers.</summary>
    internal static readonly Dictionary<string, Func<byte[], object?>> Readers = new()
    {
        ["GET /api/v3/time"] = b => AccountReports.ServerTime(b),
        ["GET /api/v3/exchangeInfo"] = b => ExchangeInfoReader.Read(b, BinanceProduct.Spot, new HashSet<Symbol> { new("ETHBTC"), Session.Btc }),
        ["GET /api/v3/account"] = b => AccountReports.Account(b),
        ["GET /sapi/v1/account/apiRestrictions"] = b => AccountReports.Rights(b),
        ["POST /api/v3/order"] = b => OrderReport.Read(b),
        ["DELETE /api/v3/order"] = b => OrderReport.Read(b),
        ["GET /api/v3/order"] = b => OrderReport.Read(b),
        ["GET /api/v3/openOrders"] = b => OrderReport.ReadMany(b),
        ["GET /api/v3/myTrades"] = b => TradeReports.Read(b),
        ["GET /fapi/v1/time"] = b => AccountReports.ServerTime(b),
        ["GET /fapi/v1/exchangeInfo"] = b => ExchangeInfoReader.Read(b, BinanceProduct.UsdFutures, new HashSet<Symbol> { new("BLZUSDT"), Session.Btc }),
        ["GET /fapi/v3/balance"] = b => AccountReports.Balances(b),
        ["GET /fapi/v1/symbolConfig"] = b => AccountReports.SymbolConfigs(b),
        ["GET /fapi/v1/accountConfig"] = b => AccountReports.IsHedged(b),
        ["GET /fapi/v1/positionSide/dual"] = b => AccountReports.IsHedged(b),
        ["POST /fapi/v1/listenKey"] = b => AccountReports.ListenKey(b),
        ["POST /fapi/v1/order"] = b => OrderReport.Read(b),
        ["DELETE /fapi/v1/order"] = b => OrderReport.Read(b),
        ["GET /fapi/v1/order"] = b => OrderReport.Read(b),
        ["GET /fapi/v1/openOrders"] = b => OrderReport.ReadMany(b),
        ["GET /fapi/v1/userTrades"] = b => TradeReports.Read(b),
        ["GET /fapi/v3/positionRisk"] = b => AccountReports.Positions(b),
        ["POST /fapi/v1/algoOrder"] = b => OrderReport.Read(b),
        ["DELETE /fapi/v1/algoOrder"] = b => OrderReport.Read(b),
        ["GET /fapi/v1/algoOrder"] = b => OrderReport.Read(b),
        ["GET /fapi/v1/openAlgoOrders"] = b => OrderReport.ReadMany(b),
        ["GET /fapi/v1/allAlgoOrders"] = b => OrderReport.ReadMany(b),
        ["GET /fapi/v1/income"] = b => AccountReports.Incomes(b),
    };

    // Answered with nothing the adapter looks at.
    private static readonly HashSet<string> Unread = ["PUT /fapi/v1/listenKey", "POST /fapi/v1/countdownCancelAll"];

    [Theory]
    [InlineData("Endpoints/Spot", 9)]
    [InlineData("Endpoints/UsdFutures", 17)]
    [Trait("Fault", "F-029")]
    [Trait("Fault", "F-041")]
    public void Answers_of_the_endpoints_used_are_read(string folder, int least)
    {
        List<string> unused = [];
        HashSet<string> read = [];
        foreach (EndpointSample sample in SampleFiles.Endpoints(folder))
        {
            if (Readers.TryGetValue(sample.Request, out Func<byte[], object?>? reader))
            {
                object? value = Should.NotThrow(() => reader(Encoding.UTF8.GetBytes(sample.Body)), sample.File);
                value.ShouldNotBeNull(sample.File);
                if (value is OrderReport order) (order.OrderId > 0 && order.ClientId.Length > 0 && order.Quantity.IsPositive && order.Status != ReportedStatus.Unknown).ShouldBeTrue(sample.File);
                read.Add(sample.Request);
            }
            else if (!Unread.Contains(sample.Request))
            {
                unused.Add($"{sample.File} ({sample.Request})");
            }
        }

        output.WriteLine($"Read: {read.Count} endpoints. Not used: {unused.Count} samples:");
        foreach (string sample in unused) output.WriteLine(sample);
        read.Count.ShouldBeGreaterThanOrEqualTo(least);
    }

    [Theory]
    [InlineData("Subscriptions/Spot/Account")]
    [InlineData("Subscriptions/UsdFutures")]
    public void Events_of_the_user_streams_are_read(string folder)
    {
        Dictionary<string, UserMessageKind> kinds = [];
        foreach ((string file, string text) in SampleFiles.Messages(folder))
        {
            // Market streams share the folder; some of them wrap arrays.
            if (!text.Contains("\"e\"", StringComparison.Ordinal) || text.Contains("\"data\": \n     [", StringComparison.Ordinal)) continue;
            UserMessage message = new();
            try
            {
                message.Read(Encoding.UTF8.GetBytes(text));
            }
            catch (BinanceFormatException) when (!IsAccount(text))
            {
                output.WriteLine($"{file}: a market event, not for this stream");
                continue;
            }

            kinds[message.Event] = message.Kind;
        }

        foreach ((string name, UserMessageKind kind) in kinds.Where(k => k.Value == UserMessageKind.Other)) output.WriteLine($"{name}: {kind}");
        if (folder.Contains("Spot", StringComparison.Ordinal))
        {
            kinds["executionReport"].ShouldBe(UserMessageKind.Order);
            kinds["outboundAccountPosition"].ShouldBe(UserMessageKind.Account);
            kinds["balanceUpdate"].ShouldBe(UserMessageKind.Flow);
            return;
        }

        kinds["ORDER_TRADE_UPDATE"].ShouldBe(UserMessageKind.Order);
        kinds["ALGO_UPDATE"].ShouldBe(UserMessageKind.Algo);
        kinds["ACCOUNT_UPDATE"].ShouldBe(UserMessageKind.Account);
        kinds["MARGIN_CALL"].ShouldBe(UserMessageKind.MarginCall);
        kinds["CONDITIONAL_ORDER_TRIGGER_REJECT"].ShouldBe(UserMessageKind.TriggerRefused);
        kinds["ACCOUNT_CONFIG_UPDATE"].ShouldBe(UserMessageKind.ConfigChanged);
    }

    [Theory]
    [InlineData("Socket/Spot")]
    [InlineData("Socket/UsdFutures")]
    public void Answers_on_the_websocket_api_are_replies(string folder)
    {
        IReadOnlyList<(string File, string Message)> messages = SampleFiles.Messages(folder);
        messages.Count.ShouldBeGreaterThan(5);
        foreach ((string file, string text) in messages)
        {
            UserMessage message = new();
            message.Read(Encoding.UTF8.GetBytes(text));
            message.Kind.ShouldBe(UserMessageKind.Reply, file);
            message.Status.ShouldBe(200, file);
        }
    }

    private static bool IsAccount(string text) =>
        text.Contains("_UPDATE\"", StringComparison.Ordinal) || text.Contains("executionReport", StringComparison.Ordinal);
}
