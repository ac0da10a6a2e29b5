namespace Parley.Venues.Binance;

/// <summary>What an answer to an order says about the order. There is no "failed".</summary>
public enum AnswerKind
{
    /// <summary>The venue took it.</summary>
    Acknowledged,

    /// <summary>The venue said no: provably not executed.</summary>
    Refused,

    /// <summary>An earlier attempt of the same id is live: to be looked up, not a refusal.</summary>
    Evidence,

    /// <summary>It may have executed, and may yet.</summary>
    Unknown,
}

/// <summary>What else an answer demands.</summary>
public enum AnswerEffect
{
    None,

    /// <summary>Nothing more until <c>Retry-After</c>.</summary>
    Throttle,

    /// <summary>This address is banned for a while.</summary>
    Ban,

    /// <summary>The key is not accepted here.</summary>
    KeyRejected,

    /// <summary>A firewall or a law stands between: never to be tried in a loop.</summary>
    Barred,

    /// <summary>Our clock is off.</summary>
    ResyncClock,

    /// <summary>The rules we checked against are old.</summary>
    RefreshRules,

    /// <summary>The venue is overloaded.</summary>
    Busy,
}

/// <param name="Rule">For a refusal the name of the venue's rule.</param>
public readonly record struct AnswerClass(AnswerKind Kind, string Rule, AnswerEffect Effect);

/// <summary>
/// Classifies answers to orders. One table per product, because the same number means other things on the other product.
/// What is not listed is unknown.
/// </summary>
public static class AnswerTable
{
    private const string FilterFailure = "Filter failure: ";

    /// <param name="status">HTTP status.</param>
    /// <param name="code">The venue's error code, 0 where the body had none.</param>
    /// <param name="message">The venue's words.</param>
    public static AnswerClass Classify(BinanceProduct product, int status, int code, string message)
    {
        if (status is >= 200 and < 300) return new(AnswerKind.Acknowledged, "", AnswerEffect.None);
        switch (status)
        {
            case 418: return Refused("BANNED", AnswerEffect.Ban);
            case 429: return Refused("RATE_LIMIT", AnswerEffect.Throttle);
            case 403 or 451: return Refused("BARRED", AnswerEffect.Barred);
            case >= 500: return OfServer(product, status, code, message);
            case 408 or < 400: return Unknown();
            default: return OfRequest(product, code, message);
        }
    }

    private static AnswerClass OfServer(BinanceProduct product, int status, int code, string message)
    {
        if (product == BinanceProduct.Spot || status != 503) return Unknown();
        if (code == -1008) return Refused("BUSY", AnswerEffect.Busy);
        // Three texts under one number: only these two are documented as certain failures.
        bool certain = message.StartsWith("Service Unavailable", StringComparison.Ordinal)
            || message.StartsWith("Internal error; unable to process", StringComparison.Ordinal);
        return certain ? Refused("BUSY", AnswerEffect.Busy) : Unknown();
    }

    private static AnswerClass OfRequest(BinanceProduct product, int code, string message)
    {
        switch (code)
        {
            case -1003: return Refused("RATE_LIMIT", AnswerEffect.Throttle);
            case -1015: return Refused("ORDER_RATE", AnswerEffect.Throttle);
            case -1013: return Refused(FilterName(message) ?? "INVALID_MESSAGE", AnswerEffect.RefreshRules);
            case -1021: return Refused("TIMESTAMP", AnswerEffect.ResyncClock);
            case -1022: return Refused("SIGNATURE", AnswerEffect.KeyRejected);
            case -1111: return Refused("PRECISION", AnswerEffect.RefreshRules);
            case -2014 or -2015: return Refused("KEY", AnswerEffect.KeyRejected);
            case <= -1100 and >= -1130: return Refused("PARAMETER", AnswerEffect.None);
            case -2010: return OfRejection(message);
        }

        return product == BinanceProduct.UsdFutures ? OfFutures(code) : Unknown();
    }

    private static AnswerClass OfRejection(string message)
    {
        if (message == "Duplicate order sent.") return new(AnswerKind.Evidence, "DUPLICATE", AnswerEffect.None);
        if (FilterName(message) is { } filter) return Refused(filter, AnswerEffect.RefreshRules);
        return message switch
        {
            "Account has insufficient balance for requested action." => Refused("INSUFFICIENT_BALANCE", AnswerEffect.None),
            "Order would immediately match and take." => Refused("POST_ONLY", AnswerEffect.None),
            "Order would trigger immediately." => Refused("STOP_WOULD_TRIGGER", AnswerEffect.None),
            "Market is closed." => Refused("MARKET_CLOSED", AnswerEffect.RefreshRules),
            _ when message.Contains("not supported for this symbol", StringComparison.Ordinal) =>
                Refused("ORDER_TYPE", AnswerEffect.RefreshRules),
            _ => Refused("NEW_ORDER_REJECTED", AnswerEffect.None),
        };
    }

    private static AnswerClass OfFutures(int code) => code switch
    {
        -1008 => Refused("BUSY", AnswerEffect.Busy),
        -2018 or -2019 => Refused("INSUFFICIENT_BALANCE", AnswerEffect.None),
        -2020 => Refused("UNABLE_TO_FILL", AnswerEffect.None),
        -2021 or -4142 => Refused("STOP_WOULD_TRIGGER", AnswerEffect.None),
        -2022 => Refused("REDUCE_ONLY", AnswerEffect.None),
        -2025 => Refused("MAX_NUM_ORDERS", AnswerEffect.None),
        -2027 or -2028 => Refused("LEVERAGE_BRACKET", AnswerEffect.None),
        -4003 or -4004 or -4005 or -4023 => Refused("LOT_SIZE", AnswerEffect.RefreshRules),
        -4001 or -4002 or -4013 or -4014 => Refused("PRICE_FILTER", AnswerEffect.RefreshRules),
        -4016 or -4024 or -4131 => Refused("PERCENT_PRICE", AnswerEffect.RefreshRules),
        -4015 => Refused("CLIENT_ORDER_ID", AnswerEffect.None),
        -4045 => Refused("MAX_NUM_ALGO_ORDERS", AnswerEffect.None),
        -4061 => Refused("POSITION_MODE", AnswerEffect.None),
        -4116 => new(AnswerKind.Evidence, "DUPLICATE", AnswerEffect.None),
        -4120 => Refused("ENDPOINT_MOVED", AnswerEffect.None),
        -4164 => Refused("NOTIONAL", AnswerEffect.RefreshRules),
        -5022 => Refused("POST_ONLY", AnswerEffect.None),
        -5028 => Refused("TIMESTAMP", AnswerEffect.ResyncClock),
        _ => Unknown(),
    };

    private static string? FilterName(string message) =>
        message.StartsWith(FilterFailure, StringComparison.Ordinal) ? message[FilterFailure.Length..].TrimEnd('.') : null;

    private static AnswerClass Refused(string rule, AnswerEffect effect) => new(AnswerKind.Refused, rule, effect);

    private static AnswerClass Unknown() => new(AnswerKind.Unknown, "", AnswerEffect.None);
}
