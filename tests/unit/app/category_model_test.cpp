#include "app/category_model.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

namespace feedarc::app {
namespace {

struct Example {
    std::string category, title;
};

std::vector<Example> examples() {
    std::vector<Example> all;
    const std::array subjects{"soup", "bread", "cake", "salad", "pie", "stew", "rice", "tart"};
    for (const char* subject : subjects) {
        all.push_back({"Food", std::string("Baking ") + subject + " in the oven"});
        all.push_back({"Code", std::string("Programming ") + subject + " in a language"});
        all.push_back({"文章", std::string("关于词向量的文章 ") + subject});
    }
    return all;
}

CategoryModel model_of(const std::vector<Example>& all) {
    CategoryModel model;
    for (const Example& example : all) model.add(example.category, example.title, "");
    model.learn();
    return model;
}

TEST(CategoryModel, FindsTheCategoryWhoseWordsATextShows) {
    const CategoryModel model = model_of(examples());
    EXPECT_EQ(*model.guess("Baking surprises", "").category, "Food");
    EXPECT_EQ(*model.guess("A surprise", "programming").category, "Code");
    EXPECT_EQ(*model.guess("又一个词向量", "").category, "文章");
    EXPECT_EQ(model.right(), model.examples());
    EXPECT_GT(model.guess("Baking a surprise in the oven", "").confidence, 0.9);
}

TEST(CategoryModel, IsTheSameInWhateverOrderExamplesCome) {
    std::vector<Example> all = examples();
    all.push_back({"FOOD", "Baking twice"});
    all.push_back({"Food", "Programming an oven"});
    const CategoryModel model = model_of(all);
    std::mt19937 random(7);
    for (int i = 0; i < 20; ++i) {
        std::shuffle(all.begin(), all.end(), random);
        const CategoryModel other = model_of(all);
        for (const char* title : {"Baking", "Programming rice", "词向量 oven", "in the"}) {
            EXPECT_EQ(*other.guess(title, "").category, *model.guess(title, "").category);
            EXPECT_EQ(other.guess(title, "").confidence, model.guess(title, "").confidence);
        }
    }
}

TEST(CategoryModel, SuggestsNothingWhereItHasNothingToGoBy) {
    EXPECT_EQ(model_of({}).guess("Baking", "").category, nullptr);
    // Of one category alone it cannot be told what is not of it.
    EXPECT_EQ(model_of({{"Food", "Baking"}, {"Food", "Cooking"}}).guess("Baking", "").category,
              nullptr);
    EXPECT_EQ(model_of(examples()).guess("Unheard", "of").category, nullptr);
}

TEST(CategoryModel, IsNotSureByExamplesThatWereChosenByTheirWords) {
    CategoryModel model;
    for (const Example& example : examples()) model.add(example.category, example.title, "", true);
    model.learn();
    EXPECT_EQ(*model.guess("Baking surprises", "").category, "Food");
    EXPECT_EQ(model.guess("Baking surprises", "").confidence, 0.5);
}

TEST(CategoryModel, IsNotSureOfWhatChanceDecides) {
    std::vector<Example> all;
    std::mt19937 random(3);
    for (int i = 0; i < 200; ++i) {
        std::string title;
        for (int word = 0; word < 5; ++word) title += "w" + std::to_string(random() % 50) + " ";
        all.push_back({random() % 2 == 0 ? "One" : "Other", title});
    }
    const CategoryModel model = model_of(all);
    for (int i = 0; i < 50; ++i) {
        EXPECT_LT(model.guess("w" + std::to_string(i), "").confidence, 0.9);
    }
}

}  // namespace
}  // namespace feedarc::app
