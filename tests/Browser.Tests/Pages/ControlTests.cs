using Microsoft.Playwright;
using Parley.Dashboard;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

public sealed class ControlTests(Chromium chromium)
{
    [Fact]
    public async Task Tightening_takes_one_click_and_loosening_has_to_be_typed()
    {
        await using OpenPage open = await OpenPage.At(chromium);
        IPage page = open.Page;
        FixtureDesk desk = open.Server.Desk;
        ILocator resume = page.Locator("[data-action=resume]");
        await Expect(resume).ToBeDisabledAsync();

        await page.Locator("[data-action=halt]").ClickAsync();
        await Expect(page.Locator(".banner .mode")).ToHaveTextAsync("Halted");
        await Expect(page.Locator(".banner .answer")).ToHaveTextAsync("The desk is now Halted.");

        await resume.ClickAsync();
        ILocator dialog = page.GetByRole(AriaRole.Dialog);
        ILocator confirm = dialog.GetByRole(AriaRole.Button, new() { Name = "Resume" });
        await Expect(confirm).ToBeDisabledAsync();
        await dialog.GetByRole(AriaRole.Textbox).FillAsync("resume");
        await confirm.ClickAsync();
        await Expect(page.Locator(".banner .mode")).ToHaveTextAsync("Normal");
        desk.Asked.ShouldBe([ControlAction.Halt, ControlAction.Resume]);
        open.ShouldBeClean();
    }

    [Fact]
    public async Task Escape_leaves_the_desk_alone()
    {
        await using OpenPage open = await OpenPage.At(chromium);
        await open.Page.Locator("[data-action=flatten]").ClickAsync();
        await Expect(open.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await open.Page.Keyboard.PressAsync("Escape");
        await Expect(open.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        open.Server.Desk.Asked.ShouldBeEmpty();
    }
}
