using Parley.Domain;

namespace Parley.Venues.Public.Tests;

/// <summary>
/// Answers and messages in the shapes the venues document; the values are ours. Bybit: bybit-exchange.github.io/docs/v5,
/// websocket/public (trade, orderbook, ticker) and market/history-fund-rate. OKX: okx.com/docs-v5, WebSocket trades,
/// order book (bbo-tbt), mark price and funding rate channels, and "Get funding rate history". Deribit: docs.deribit.com,
/// subscriptions trades, quote and ticker, set_heartbeat, and public/get_funding_rate_history.
/// </summary>
internal static class Samples
{
    public static readonly Symbol Btc = new("BTCUSDT");
    public static readonly Timestamp Received = Timestamp.FromMilliseconds(1_767_225_700_000);

    public static BybitDialect Bybit() => new([new PublicInstrument(Btc, "BTCUSDT")]);

    public static OkxDialect Okx() => new([new PublicInstrument(Btc, "BTC-USDT-SWAP", 0.01m)]);

    public static DeribitDialect Deribit() => new([new PublicInstrument(Btc, "BTC-PERPETUAL", 1, IsInverse: true)]);

    public static VenueDialect Of(string venue) => venue switch
    {
        "bybit" => Bybit(),
        "okx" => Okx(),
        _ => Deribit(),
    };

    public static string[] Messages(string venue) => venue switch
    {
        "bybit" => [BybitTrade, BybitQuote, BybitTicker, BybitTickerChange, BybitPong],
        "okx" => [OkxFunding, OkxTrade, OkxQuote, OkxMark, OkxSubscribed],
        _ => [DeribitTrade, DeribitQuote, DeribitTicker, DeribitHeartbeat, DeribitSubscribed],
    };

    public static string Funding(string venue) => venue switch
    {
        "bybit" => BybitFunding,
        "okx" => OkxFundingHistory,
        _ => DeribitFundingHistory,
    };

    public const string BybitTrade = """{"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":1767225600500,"data":[{"T":1767225600499,"s":"BTCUSDT","S":"Buy","v":"0.003","p":"64000.50","L":"PlusTick","i":"20f43950-d8dd-5b31-9112-a178eb6023af","BT":false,"seq":1783284617},{"T":1767225600500,"s":"BTCUSDT","S":"Sell","v":"0.5","p":"64000.40","L":"MinusTick","i":"30f43950-d8dd-5b31-9112-a178eb6023af","BT":false,"seq":1783284618}]}""";
    public const string BybitQuote = """{"topic":"orderbook.1.BTCUSDT","type":"snapshot","ts":1767225600600,"data":{"s":"BTCUSDT","b":[["64000.40","1.2"]],"a":[["64000.50","0.7"]],"u":18521288,"seq":7961638724},"cts":1767225600598}""";
    public const string BybitTicker = """{"topic":"tickers.BTCUSDT","type":"snapshot","data":{"symbol":"BTCUSDT","tickDirection":"PlusTick","lastPrice":"64000.50","markPrice":"64001.10","indexPrice":"64002.00","fundingRate":"0.0001","nextFundingTime":"1767254400000","fundingIntervalHour":"8","bid1Price":"64000.40"},"cs":24987956059,"ts":1767225600700}""";
    public const string BybitTickerChange = """{"topic":"tickers.BTCUSDT","type":"delta","data":{"symbol":"BTCUSDT","markPrice":"64003.00"},"cs":24987956060,"ts":1767225600800}""";
    public const string BybitPong = """{"success":true,"ret_msg":"pong","conn_id":"0970e817","req_id":"","op":"ping"}""";
    public const string BybitFunding = """{"retCode":0,"retMsg":"OK","result":{"category":"linear","list":[{"symbol":"BTCUSDT","fundingRate":"0.0001","fundingRateTimestamp":"1767225600000"},{"symbol":"BTCUSDT","fundingRate":"-0.00005","fundingRateTimestamp":"1767196800000"}]},"retExtInfo":{},"time":1767225700000}""";

    public const string OkxTrade = """{"arg":{"channel":"trades","instId":"BTC-USDT-SWAP"},"data":[{"instId":"BTC-USDT-SWAP","tradeId":"130639474","px":"64000.9","sz":"12","side":"sell","ts":"1767225600386","count":"3"}]}""";
    public const string OkxQuote = """{"arg":{"channel":"bbo-tbt","instId":"BTC-USDT-SWAP"},"data":[{"asks":[["64001.0","45","0","3"]],"bids":[["64000.9","5","0","2"]],"ts":"1767225600391","seqId":363996337}]}""";
    public const string OkxMark = """{"arg":{"channel":"mark-price","instId":"BTC-USDT-SWAP"},"data":[{"instType":"SWAP","instId":"BTC-USDT-SWAP","markPx":"64002.1","ts":"1767225600400"}]}""";
    public const string OkxFunding = """{"arg":{"channel":"funding-rate","instId":"BTC-USDT-SWAP"},"data":[{"formulaType":"noRate","fundingRate":"0.0001875","fundingTime":"1767254400000","instId":"BTC-USDT-SWAP","instType":"SWAP","nextFundingRate":"","nextFundingTime":"1767283200000","ts":"1767225600000"}]}""";
    public const string OkxSubscribed = """{"event":"subscribe","arg":{"channel":"trades","instId":"BTC-USDT-SWAP"},"connId":"a4d3ae55"}""";
    public const string OkxFundingHistory = """{"code":"0","msg":"","data":[{"fundingRate":"0.0002","fundingTime":"1767225600000","instId":"BTC-USDT-SWAP","instType":"SWAP","method":"next_period","realizedRate":"0.00019"},{"fundingRate":"0.0001","fundingTime":"1767211200000","instId":"BTC-USDT-SWAP","instType":"SWAP","method":"next_period","realizedRate":"0.00011"}]}""";

    public const string DeribitTrade = """{"jsonrpc":"2.0","method":"subscription","params":{"channel":"trades.BTC-PERPETUAL.100ms","data":[{"trade_seq":30289442,"trade_id":"48079269","timestamp":1767225600512,"tick_direction":2,"price":64000.0,"mark_price":64001.0,"instrument_name":"BTC-PERPETUAL","index_price":64002.73,"direction":"sell","amount":640.0}]}}""";
    public const string DeribitQuote = """{"jsonrpc":"2.0","method":"subscription","params":{"channel":"quote.BTC-PERPETUAL","data":{"timestamp":1767225600529,"instrument_name":"BTC-PERPETUAL","best_bid_price":64000.0,"best_bid_amount":6400.0,"best_ask_price":64000.5,"best_ask_amount":1000.0}}}""";
    public const string DeribitTicker = """{"jsonrpc":"2.0","method":"subscription","params":{"channel":"ticker.BTC-PERPETUAL.100ms","data":{"timestamp":1767225600600,"state":"open","mark_price":64001.5,"last_price":64000.0,"instrument_name":"BTC-PERPETUAL","index_price":64002.0,"funding_8h":0.00002203,"current_funding":0.0,"open_interest":45553540}}}""";
    public const string DeribitHeartbeat = """{"jsonrpc":"2.0","method":"heartbeat","params":{"type":"test_request"}}""";
    public const string DeribitSubscribed = """{"jsonrpc":"2.0","id":2,"result":["trades.BTC-PERPETUAL.100ms"],"usIn":1,"usOut":2,"usDiff":1,"testnet":false}""";
    public const string DeribitFundingHistory = """{"jsonrpc":"2.0","id":7617,"result":[{"timestamp":1767222000000,"index_price":64000.1,"prev_index_price":63990.0,"interest_8h":0.00016,"interest_1h":0.00002},{"timestamp":1767225600000,"index_price":64010.1,"prev_index_price":64000.1,"interest_8h":0.00008,"interest_1h":-0.00001}]}""";
}
