namespace Parley.Venues.Binance.Tests;

/// <summary>Answers of the scripted venue, in the shape of the documents.</summary>
internal static class Samples
{
    public const string SpotInfo = """
        {"timezone":"UTC","serverTime":1,"rateLimits":[
          {"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000},
          {"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":50},
          {"rateLimitType":"ORDERS","interval":"DAY","intervalNum":1,"limit":160000}],
         "exchangeFilters":[],"symbols":[
          {"status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT","symbol":"BTCUSDT",
           "orderTypes":["LIMIT","LIMIT_MAKER","MARKET","STOP_LOSS","STOP_LOSS_LIMIT"],
           "filters":[
             {"filterType":"PRICE_FILTER","minPrice":"0.01","maxPrice":"1000000.00","tickSize":"0.01"},
             {"filterType":"LOT_SIZE","minQty":"0.00001","maxQty":"9000","stepSize":"0.00001"},
             {"filterType":"MARKET_LOT_SIZE","minQty":"0","maxQty":"100","stepSize":"0"},
             {"filterType":"NOTIONAL","minNotional":"5","applyMinToMarket":true,"maxNotional":"9000000","applyMaxToMarket":false,"avgPriceMins":5},
             {"filterType":"PERCENT_PRICE_BY_SIDE","bidMultiplierUp":"5","bidMultiplierDown":"0.2","askMultiplierUp":"5","askMultiplierDown":"0.2","avgPriceMins":5},
             {"filterType":"MAX_NUM_ORDERS","maxNumOrders":4},
             {"filterType":"MAX_NUM_ALGO_ORDERS","maxNumAlgoOrders":2},
             {"filterType":"MAX_POSITION","maxPosition":"10"}],
           "defaultSelfTradePreventionMode":"EXPIRE_MAKER","allowedSelfTradePreventionModes":["EXPIRE_TAKER","EXPIRE_MAKER","EXPIRE_BOTH"]},
          {"symbol":"ETHUSDT","status":"TRADING","filters":[{"filterType":"SOMETHING_NEW","x":{"y":[1,2]}}]}]}
        """;

    public const string FuturesInfo = """
        {"exchangeFilters":[],"rateLimits":[
          {"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":2400},
          {"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":300}],
         "symbols":[{"symbol":"BTCUSDT","contractType":"PERPETUAL","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT",
           "filters":[
             {"filterType":"PRICE_FILTER","maxPrice":"1000000","minPrice":"0.10","tickSize":"0.10"},
             {"filterType":"LOT_SIZE","maxQty":"1000","minQty":"0.001","stepSize":"0.001"},
             {"filterType":"MARKET_LOT_SIZE","maxQty":"120","minQty":"0.001","stepSize":"0.001"},
             {"filterType":"MAX_NUM_ORDERS","limit":200},
             {"filterType":"MAX_NUM_ALGO_ORDERS","limit":10},
             {"filterType":"MIN_NOTIONAL","notional":"100"},
             {"filterType":"PERCENT_PRICE","multiplierUp":"1.0500","multiplierDown":"0.9500","multiplierDecimal":"4"}],
           "orderTypes":["LIMIT","MARKET","STOP","STOP_MARKET","TAKE_PROFIT","TAKE_PROFIT_MARKET","TRAILING_STOP_MARKET"],
           "timeInForce":["GTC","IOC","FOK","GTX"]}]}
        """;

    /// <summary>The answer to a spot order that met two levels.</summary>
    public const string SpotFilled = """
        {"symbol":"BTCUSDT","orderId":28,"orderListId":-1,"clientOrderId":"a.1","transactTime":1507725176595,"price":"0.00000000",
         "origQty":"0.03000000","executedQty":"0.03000000","cummulativeQuoteQty":"900.00","status":"FILLED","timeInForce":"GTC","type":"MARKET",
         "side":"BUY","selfTradePreventionMode":"EXPIRE_MAKER","fills":[
          {"price":"30000.00","qty":"0.01000000","commission":"0.00001000","commissionAsset":"BTC","tradeId":56},
          {"price":"30001.00","qty":"0.02000000","commission":"0.6","commissionAsset":"USDT","tradeId":57}]}
        """;

    public static string SpotReport(
        string id, string execution, string status, string quantity = "1", string last = "0", string price = "0", string cumulative = "0",
        long trade = -1, string original = "", string fee = "0", string feeAsset = "USDT", long order = 77, string extra = "") =>
        $$$"""
        {"subscriptionId":0,"event":{"e":"executionReport","E":1499405658658,"s":"BTCUSDT","c":"{{{id}}}","S":"BUY","o":"LIMIT","f":"GTC",
         "q":"{{{quantity}}}","p":"100","P":"0","F":"0","g":-1,"C":"{{{original}}}","x":"{{{execution}}}","X":"{{{status}}}","r":"NONE","i":{{{order}}},
         "l":"{{{last}}}","z":"{{{cumulative}}}","L":"{{{price}}}","n":"{{{fee}}}","N":"{{{feeAsset}}}","T":1499405658657,"t":{{{trade}}},"I":8641984,
         "w":true,"m":true,"M":false,"O":1499405658657,"Z":"0","Y":"0","Q":"0","V":"NONE"{{{extra}}}}}
        """;

    public static string FuturesReport(
        string id, string execution, string status, long order, string quantity = "1", string last = "0", string price = "0",
        string cumulative = "0", long trade = 0, string type = "LIMIT", string original = "LIMIT", string side = "BUY") =>
        $$$"""
        {"e":"ORDER_TRADE_UPDATE","E":1568879465651,"T":1568879465650,"o":{"s":"BTCUSDT","c":"{{{id}}}","S":"{{{side}}}","o":"{{{type}}}","f":"GTC",
         "q":"{{{quantity}}}","p":"0","ap":"0","sp":"0","x":"{{{execution}}}","X":"{{{status}}}","i":{{{order}}},"l":"{{{last}}}","z":"{{{cumulative}}}",
         "L":"{{{price}}}","N":"USDT","n":"0.1","T":1568879465650,"t":{{{trade}}},"b":"0","a":"0","m":false,"R":false,"wt":"MARK_PRICE","ot":"{{{original}}}",
         "ps":"BOTH","cp":false,"rp":"0","V":"EXPIRE_MAKER","pm":"NONE","gtd":0}}
        """;

    public static string AlgoEvent(string id, string status, long actual = 0) =>
        $$$"""
        {"e":"ALGO_UPDATE","T":1750515742297,"E":1750515742303,"o":{"caid":"{{{id}}}","aid":2148719,"at":"CONDITIONAL","o":"STOP_MARKET","s":"BTCUSDT",
         "S":"SELL","ps":"BOTH","f":"GTC","q":"1","X":"{{{status}}}","ai":"{{{(actual == 0 ? "" : actual.ToString())}}}","ap":"0","aq":"0","act":"0","tp":"750"}}
        """;
}
