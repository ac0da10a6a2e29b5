using Parley.Telegram;

namespace Parley.Functions;

/// <summary>The chat, where one is configured.</summary>
public sealed record TelegramChat(TelegramBot? Bot, TelegramWebhook? Webhook)
{
    public static TelegramChat Of(TelegramOptions? options, HttpClient http) =>
        options is null ? new(null, null) : new(new TelegramBot(http, options), new TelegramWebhook(options));
}
