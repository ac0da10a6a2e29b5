using Microsoft.Playwright;
using Parley.Dashboard;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

public sealed class ConnectionTests(Chromium chromium)
{
    [Fact]
    public async Task A_lost_desk_is_said_to_be_lost_and_is_picked_up_again_with_what_was_missed()
    {
        await using OpenPage open = await OpenPage.At(chromium);
        IPage page = open.Page;
        await Expect(page.Locator(".recent-list li")).ToHaveCountAsync(8);

        await open.Server.DisposeAsync();
        await Expect(page.Locator(".link")).ToHaveTextAsync("Disconnected");
        await Expect(page.Locator(".notice")).ToContainTextAsync("may be out of date");
        await Expect(page.Locator(".controls button:enabled")).ToHaveCountAsync(0);

        await using DeskServer again = await DeskServer.Start(open.Server.Origin);
        again.Desk.Decide(FixtureDecisions.Summarise(again.Desk.Decisions.Entered) with { Id = "missed", Summary = "Decided while nobody listened." });
        await Expect(page.Locator(".link")).ToHaveTextAsync("Live");
        await Expect(page.Locator(".notice")).ToBeHiddenAsync();
        await Expect(page.Locator(".recent-list li").First).ToContainTextAsync("Decided while nobody listened.");
    }

    [Fact]
    public async Task A_change_that_comes_while_documents_are_on_their_way_is_not_undone_by_them()
    {
        await using OpenPage open = await OpenPage.At(chromium);
        IPage page = open.Page;
        FixtureDesk desk = open.Server.Desk;
        await Expect(page.Locator(".recent-list li")).ToHaveCountAsync(8);

        // The answers are taken as they are now and delivered only after the change has come by stream.
        TaskCompletionSource changed = new();
        await page.RouteAsync("**/api/{desk,bars,fills,equity,decisions}*", async route =>
        {
            IAPIResponse answer = await route.FetchAsync();
            await changed.Task;
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer });
        });
        Task<IRequest> asked = page.WaitForRequestAsync("**/api/bars*");
        desk.Broadcast.Publish(new DeskEvent.Gap(1));
        await asked;
        desk.Change(now => now with { Mode = Domain.TradingMode.Halted });
        desk.Close(desk.LatestBar with { Time = desk.LatestBar.Time + 60, Close = 77_777, High = 77_777 });
        desk.Decide(FixtureDecisions.Summarise(desk.Decisions.Entered) with { Id = "between", Summary = "Decided in between." });
        await Expect(page.Locator(".recent-list li").First).ToContainTextAsync("Decided in between.");

        Task<IResponse> delivered = page.WaitForResponseAsync("**/api/decisions*");
        changed.SetResult();
        await delivered;
        await page.WaitForTimeoutAsync(500);
        await Expect(page.Locator(".recent-list li").First).ToContainTextAsync("Decided in between.");
        await Expect(page.Locator(".price-panel .last")).ToHaveTextAsync("77,777.00");
        await Expect(page.Locator(".banner .mode")).ToHaveTextAsync("Halted");
    }

    [Fact]
    public async Task A_desk_at_full_speed_leaves_the_page_usable_and_ends_on_the_truth()
    {
        await using OpenPage open = await OpenPage.At(chromium);
        FixtureDesk desk = open.Server.Desk;
        BarDto bar = desk.LatestBar;
        DecisionSummaryDto decision = FixtureDecisions.Summarise(desk.Decisions.Entered);
        for (int i = 1; i <= 30_000; i++)
        {
            desk.Close(bar with { Time = bar.Time + i * 60L, Close = 60_000 + i, High = 99_999 });
            desk.Broadcast.Publish(new DeskEvent.EquityMarked(desk.LatestEquity with { Time = bar.Time + i * 60L }));
            if (i % 10 == 0) desk.Decide(decision with { Id = $"flood-{i}" });
        }

        await open.Page.GetByRole(AriaRole.Link, new() { Name = "Decisions", Exact = true }).ClickAsync();
        await Expect(open.Page.Locator(".decision-list a").First).ToBeVisibleAsync();
        await open.Page.GetByRole(AriaRole.Link, new() { Name = "Overview", Exact = true }).ClickAsync();
        await Expect(open.Page.Locator(".price-panel .last")).ToHaveTextAsync("90,000.00");
        open.ShouldBeClean();
    }

    [Fact]
    public async Task A_page_that_was_told_of_a_gap_fetches_what_it_missed()
    {
        await using OpenPage open = await OpenPage.At(chromium);
        IPage page = open.Page;
        await Expect(page.Locator(".recent-list li")).ToHaveCountAsync(8);
        Task<IRequest> refetch = page.WaitForRequestAsync("**/api/decisions?*");
        open.Server.Desk.Broadcast.Publish(new DeskEvent.Gap(12));
        await refetch;
        open.ShouldBeClean();
    }
}
