using Parley.Telegram;

namespace Parley.Functions;

/// <summary>The chat, where one is configured and its secrets are there.</summary>
public sealed record TelegramChat(TelegramBot? Bot, TelegramWebhook? Webhook)
{
    private const string TokenKey = "TELEGRAM_BOT_TOKEN";
    private const string SecretKey = "TELEGRAM_WEBHOOK_SECRET";

    // What the platform leaves in place of a Key Vault reference that it could not follow.
    private const string Unresolved = "@Microsoft.KeyVault(";

    /// <param name="chat">Null without one.</param>
    /// <returns>Null when there should be a chat and its secrets are missing: the desk does without, and must say so.</returns>
    public static TelegramChat? Of(long? chat, Func<string, string?> setting, HttpClient http)
    {
        if (chat is not { } id) return new(null, null);
        if (Secret(setting(TokenKey)) is not { } token || Secret(setting(SecretKey)) is not { } secret) return null;
        TelegramOptions options = new() { BotToken = token, WebhookSecret = secret, ChatId = id };
        return new(new TelegramBot(http, options), new TelegramWebhook(options));
    }

    private static string? Secret(string? text) => text is { Length: > 0 } && !text.StartsWith(Unresolved, StringComparison.Ordinal) ? text : null;
}
