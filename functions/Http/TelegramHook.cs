using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Parley.Orchestrations;

namespace Parley.Functions;

/// <summary>Commands from the one chat. Telegram proves itself by its secret token; what is not from it is not answered.</summary>
public sealed class TelegramHook(ChatCommands commands, TelegramChat chat, HostWorkflows workflows)
{
    private const string SecretHeader = "X-Telegram-Bot-Api-Secret-Token";
    private const int UpdateMax = 64 * 1024;

    [Function("telegram")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "telegram")] HttpRequest request,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        if (chat.Webhook is not { } webhook || chat.Bot is not { } bot || !webhook.IsFromTelegram(request.Headers[SecretHeader]))
            return new NotFoundResult();
        workflows.Use(client);
        if (request.ContentLength is null or > UpdateMax) return new OkResult();
        byte[] update = new byte[(int)request.ContentLength];
        await request.Body.ReadExactlyAsync(update, cancellation);
        if (webhook.Read(update) is { } message)
            await bot.WriteAsync(await commands.AnswerAsync(message.Text, message.Sender, message.Id, cancellation), cancellation);
        // Anything but success would be posted again.
        return new OkResult();
    }
}
