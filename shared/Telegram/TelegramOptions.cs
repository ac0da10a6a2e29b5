namespace Parley.Telegram;

/// <summary>A bot and the one chat it serves.</summary>
public sealed record TelegramOptions
{
    /// <summary>From BotFather. Whoever has it is the bot: it appears in no log and no exception.</summary>
    public required string BotToken { get; init; }

    /// <summary>What Telegram sends in <c>X-Telegram-Bot-Api-Secret-Token</c> with every update; 1 to 256 characters of <c>A-Za-z0-9_-</c>.</summary>
    public required string WebhookSecret { get; init; }

    /// <summary>The only chat that is heard and told.</summary>
    public required long ChatId { get; init; }

    public Uri Server { get; init; } = new("https://api.telegram.org");
}
